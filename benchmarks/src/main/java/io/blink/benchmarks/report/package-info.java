/** From measurements and verdicts to a table. Pure functions. */
package io.blink.benchmarks.report;
