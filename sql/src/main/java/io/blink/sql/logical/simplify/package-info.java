/**
 * Expressions, each by itself: constants folded, long lists searched, common factors taken out, comparisons of strings without casts. Called by {@code
 * io.blink.sql.logical} and its rules; one statement, one thread; pure.
 *
 * <p>What must stay true: an expression keeps its type and its value for every row, NULL included; one that would fail for a row may fail or go away, but
 * never give a value.
 */
package io.blink.sql.logical.simplify;
