/**
 * How two inputs meet: conditions taken apart, sides chosen by estimates and hints, keys hashed or one side sent to every task. {@link
 * io.blink.sql.physical.join.JoinPlanning} is the way in. Called by {@code io.blink.sql.physical}; one statement, one thread; pure.
 */
package io.blink.sql.physical.join;
