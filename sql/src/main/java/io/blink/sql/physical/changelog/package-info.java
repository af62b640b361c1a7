/**
 * Changelogs as a trait of plan nodes: which kinds of rows an operator emits, by which columns its rows are known, and where the old content of an updated row is needed. Values and pure functions
 * over operator specs; called by {@code io.blink.sql.physical} and the packages beside it while they plan one statement.
 */
package io.blink.sql.physical.changelog;
