/**
 * Rewritings of whole trees that give the same rows: kinds and conditions of joins, set operations, grouping sets; and what such rewritings share, {@link
 * io.blink.sql.logical.rewrite.Rules} to run rules and {@link io.blink.sql.logical.rewrite.Trees} to ask about trees. Called by {@code
 * io.blink.sql.logical} in the sequence of its phases; one statement, one thread; pure.
 */
package io.blink.sql.logical.rewrite;
