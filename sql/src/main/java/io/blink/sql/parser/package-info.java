/**
 * The way from text to {@link io.blink.sql.Statement}: a splitter for scripts, SET and RESET by hand, everything else by the generated {@code
 * BlinkSqlParser} (Calcite's grammar template joined with {@code src/main/codegen}). Called by {@link io.blink.sql.StatementParser} and, for
 * stored view and expression texts, by the planner. Pure functions; a generated parser lives for one text.
 *
 * <p>What must stay true: positions are the script's, whatever part of it is parsed; no word that this grammar adds is reserved.
 */
package io.blink.sql.parser;
