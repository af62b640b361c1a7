/**
 * SQL text to statements and plans. The records here say what a script asks for, free of Calcite's types: {@code session} reads a script with
 * {@link io.blink.sql.StatementParser}, carries out the statements that define or show things itself, and hands queries and inserts to the planner.
 *
 * <p>All of it is values and pure functions: any thread may call it, nothing blocks but the catalog calls of planning, and every error that a
 * user can cause is a {@link io.blink.core.error.BlinkException} with a {@link io.blink.sql.SqlErrorCode} and a message that begins with the
 * line and column in the script.
 */
package io.blink.sql;
