/**
 * Java servers as processes of their own: where their class path and JDK come from, how they are started, watched, paused and killed, and
 * how nothing is left behind. Called by {@code testing.cluster} and by tests that need a peer in a process; every method blocks its caller
 * for a stated time at most. An attached process never outlives the process that started it, however that one ends.
 */
package io.blink.testing.process;
