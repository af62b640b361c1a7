/** The files that every engine reads, written once for a scale. */
package io.blink.benchmarks.data;
