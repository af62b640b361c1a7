/** Measurements and the file that keeps them, from which a later start goes on. */
package io.blink.benchmarks.measure;
