/**
 * Calls with OVER as sorted windows, and limits on ranks that a filter above sets. Called by {@code io.blink.sql.physical}; one statement, one thread;
 * pure.
 */
package io.blink.sql.physical.over;
