package io.blink.scheduler.split;

import io.blink.core.spi.connector.Split;
import io.blink.runtime.control.SplitMessage;

/** Splits as messages. */
public final class SplitMessages {
    private SplitMessages() {}

    public static SplitMessage toMessage(Split split) {
        SplitMessage.Builder message = SplitMessage.newBuilder()
                .setId(split.id())
                .setJson(split.json())
                .setBytes(split.bytes())
                .addAllHosts(split.hosts());
        if (split.floorMicros() != null) {
            message.setFloorMicros(split.floorMicros());
        }
        return message.build();
    }

    public static Split toSplit(SplitMessage message) {
        return new Split(
                message.getId(),
                message.getJson(),
                message.getBytes(),
                message.getHostsList(),
                message.hasFloorMicros() ? message.getFloorMicros() : null);
    }
}
