package io.blink.scheduler.split;

import io.blink.core.spi.connector.Split;
import io.blink.runtime.control.SplitMessage;

/** Splits as messages. */
public final class SplitMessages {
    private SplitMessages() {}

    public static SplitMessage toMessage(Split split) {
        return SplitMessage.newBuilder()
                .setId(split.id())
                .setJson(split.json())
                .setBytes(split.bytes())
                .addAllHosts(split.hosts())
                .build();
    }

    public static Split toSplit(SplitMessage message) {
        return new Split(message.getId(), message.getJson(), message.getBytes(), message.getHostsList());
    }
}
