package io.blink.runtime.transport;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import java.time.Duration;
import java.util.List;

/** Settings of the transport between tasks. */
public final class TransportOptions {
    public static final ConfigOption<Boolean> FORCE_WIRE = ConfigOption.bool(
            "blink.network.force-wire",
            "false",
            "Whether exchanges inside one process pass through the wire form too; for tests.");

    public static final ConfigOption<DataSize> CHANNEL_BYTES = ConfigOption.size(
            "blink.network.channel-bytes",
            "512kb",
            "Bytes that may be on their way between one producer task and one consumer task.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT = ConfigOption.duration(
            "blink.network.connect-timeout", "10 s", "How long a worker's data port may take to answer.");

    public static final ConfigOption<Duration> IDLE_TIMEOUT = ConfigOption.duration(
            "blink.network.idle-timeout",
            "30 s",
            "Silence after which a connection between workers counts as broken; a third of it passes between signs of life.");

    private TransportOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(FORCE_WIRE, CHANNEL_BYTES, CONNECT_TIMEOUT, IDLE_TIMEOUT);
    }
}
