package io.blink.benchmarks.suite;

/**
 * One query of a suite.
 *
 * @param id how tables of results and {@code --queries} call it
 * @param text in the spelling of the suite: identifiers in double quotes or none, tables without a schema
 */
public record Query(String id, String text) {}
