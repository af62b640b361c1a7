/**
 * WITH RECURSIVE: {@link io.blink.sql.recursive.RecursiveQueries} replaces each recursive query of a parse tree, before validation, by the rows of a table
 * that it has filled step by step. Called by {@code io.blink.sql.logical} while a statement is planned, on the statement's thread, which waits for the jobs
 * of the steps.
 *
 * <p>What must stay true: a step reads the rows of the step before and no others; trees that are handed on are copies, because validation changes them.
 */
package io.blink.sql.recursive;
