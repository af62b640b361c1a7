/** Whether two engines gave the same rows. DuckDB is the oracle. */
package io.blink.benchmarks.compare;
