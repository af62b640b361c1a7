package io.blink.core.spi.catalog;

import io.blink.core.config.ConfigOption;
import java.time.Duration;
import java.util.List;

/** Options of every table with a watermark, whatever its connector: the planner obeys them, and connectors do not see them. */
public final class WatermarkOptions {
    static final String PREFIX = "scan.watermark.";

    /** What makes a watermark go out. */
    public enum EmitStrategy {
        ON_EVENT,
        ON_PERIODIC
    }

    public static final ConfigOption<EmitStrategy> EMIT_STRATEGY = ConfigOption.choice(
            PREFIX + "emit.strategy",
            EmitStrategy.class,
            "on-event",
            "When watermarks go out: on-event (after rows) or on-periodic (every pipeline.auto-watermark-interval).");

    public static final ConfigOption<Integer> EMIT_GAP = ConfigOption.integer(
            PREFIX + "emit.on-event.gap", "1", "With on-event, rows that come between two watermarks at least.");

    public static final ConfigOption<Duration> IDLE_TIMEOUT = ConfigOption.duration(
            PREFIX + "idle-timeout",
            null,
            "After which time without rows a split of the table no longer holds watermarks back; by default table.exec.source.idle-timeout.");

    public static final ConfigOption<String> ALIGNMENT_GROUP = ConfigOption.string(
            PREFIX + "alignment.group",
            null,
            "Tables of a job with the same group are read so that none runs ahead of the others in event time.");

    public static final ConfigOption<Duration> ALIGNMENT_DRIFT = ConfigOption.duration(
            PREFIX + "alignment.max-drift",
            null,
            "How far the watermark of a split may be ahead of the lowest of its group; then it is not read on.");

    public static final ConfigOption<Duration> ALIGNMENT_INTERVAL = ConfigOption.duration(
            PREFIX + "alignment.update-interval",
            "1 s",
            "How often the tasks of a group tell each other how far they are.");

    public static final List<ConfigOption<?>> ALL =
            List.of(EMIT_STRATEGY, EMIT_GAP, IDLE_TIMEOUT, ALIGNMENT_GROUP, ALIGNMENT_DRIFT, ALIGNMENT_INTERVAL);

    private WatermarkOptions() {}
}
