/** Whole suites of queries with the archive's own command line, their rows compared with DuckDB's. */
package io.blink.integration.suites;
