/** Kernels over dates, times, timestamps and intervals: own calendar arithmetic in loops, java.time for patterns and time zone rules. */
package io.blink.runtime.expression.time;
