/** What is measured: suites of queries, where their texts come from, and how a text is spelled for an engine. */
package io.blink.benchmarks.suite;
