/**
 * From a parse tree to relations that still have sub-queries: {@link io.blink.sql.logical.translate.QueryTranslator} validates and translates, {@link
 * io.blink.sql.logical.translate.TableExpansion} adds what tables' definitions say beyond stored columns, {@link
 * io.blink.sql.logical.translate.InsertRows} brings rows into their target's shape. Called by {@code io.blink.sql.logical}; one statement, one thread;
 * blocks on catalogs.
 *
 * <p>What must stay true: an expression that may fail keeps the place in the text where the user wrote it.
 */
package io.blink.sql.logical.translate;
