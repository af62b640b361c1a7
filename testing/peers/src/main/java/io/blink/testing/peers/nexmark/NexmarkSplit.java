package io.blink.testing.peers.nexmark;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A split of Blink's connector, and how far it has been read.
 *
 * @param json the connector's description
 * @param position of the connector's reader, {@code null} at the start
 * @param rows behind the position that have been handed out
 */
record NexmarkSplit(String splitId, String json, String position, int rows) implements SourceSplit {}
