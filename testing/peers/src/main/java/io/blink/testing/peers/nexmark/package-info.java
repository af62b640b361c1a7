/**
 * Connector {@code nexmark} for Flink: the events of Blink's own connector of that name, which {@link io.blink.core.spi.connector.Connectors} finds on the class path of Flink's
 * process, so that both engines generate with the same code. {@link io.blink.testing.peers.nexmark.NexmarkEventsFactory} is what Flink finds; the enumerator runs on a thread of the
 * job manager, each reader on its task's.
 */
package io.blink.testing.peers.nexmark;
