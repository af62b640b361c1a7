/** Faults that a test plants into a running engine, at moments that a seed decides. */
package io.blink.testing.faults;
