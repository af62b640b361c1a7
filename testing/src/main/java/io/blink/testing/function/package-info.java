/** Jars of users' functions for tests, compiled from sources when a test needs them. */
package io.blink.testing.function;
