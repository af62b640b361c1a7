/** Connectors for tests: {@code PartialConnector} is extended by those that need a part of one. */
package io.blink.testing.connector;
