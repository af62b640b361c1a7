/** The one frozen hash of values, for exchanges, key groups, hash tables and spills. Pure functions, any thread. */
package io.blink.core.hash;
