/** Calendar arithmetic on days and microseconds since 1970-01-01, proleptic Gregorian, without objects. Pure functions, any thread. */
package io.blink.core.time;
