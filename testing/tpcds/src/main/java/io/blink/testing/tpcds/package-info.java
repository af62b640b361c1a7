/**
 * TPC-DS rows as CSV files, the same for a scale whatever the number of threads. The quickstart and the benchmarks run
 * {@link io.blink.testing.tpcds.TpcdsCsv} in a process of its own; {@link io.blink.testing.tpcds.TpcdsSchema} tells them the columns.
 */
package io.blink.testing.tpcds;
