/** MATCH_RECOGNIZE as core's operator: its pattern, and its expressions over values that are taken from the rows of a match. Called by {@code io.blink.sql.physical}; one statement, one thread. */
package io.blink.sql.physical.match;
