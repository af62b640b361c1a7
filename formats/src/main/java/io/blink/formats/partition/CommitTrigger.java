package io.blink.formats.partition;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When a stream makes a partition known that it wrote to. Part of a sink's handle.
 *
 * @param watermarkZone in which zone's clocks the watermark is compared with the time of a partition
 * @param extractor the options of {@link PartitionTime}
 */
public record CommitTrigger(Kind kind, long delayMillis, String watermarkZone, Map<String, String> extractor) {
    /** What has to pass. */
    public enum Kind {
        /** The delay since the partition first got rows; without one, their checkpoint. */
        PROCESS_TIME,
        /** The watermark of all writers, by the delay behind the partition's own time. */
        PARTITION_TIME
    }

    public static final ConfigOption<Kind> KIND = ConfigOption.choice(
            "sink.partition-commit.trigger",
            Kind.class,
            "process-time",
            "When a stream makes a partition known: process-time (the delay after its first rows), partition-time (when the watermark is the delay behind its time).");

    public static final ConfigOption<Duration> DELAY = ConfigOption.duration(
            "sink.partition-commit.delay",
            "0 s",
            "How long a stream waits before it makes a partition known; process-time without delay: with the checkpoint of its first rows.");

    public static final ConfigOption<String> WATERMARK_ZONE = ConfigOption.string(
            "sink.partition-commit.watermark-time-zone",
            "UTC",
            "Zone of the partitions' times, where the watermark is of a TIMESTAMP_LTZ column.");

    /** As soon as the checkpoint of the rows is complete. */
    public static final CommitTrigger AT_ONCE = new CommitTrigger(Kind.PROCESS_TIME, 0, "UTC", Map.of());

    public CommitTrigger {
        extractor = Map.copyOf(extractor);
    }

    /** The options that {@link #of} reads. */
    public static List<ConfigOption<?>> options() {
        return List.of(
                KIND,
                DELAY,
                WATERMARK_ZONE,
                PartitionTime.KIND,
                PartitionTime.CLASS,
                PartitionTime.PATTERN,
                PartitionTime.FORMATTER);
    }

    /**
     * What the table's options ask for; refused where it cannot be done.
     *
     * @param partitionColumns without any there is nothing to wait for
     */
    public static CommitTrigger of(String table, List<String> partitionColumns, Configuration options) {
        if (partitionColumns.isEmpty()) {
            return AT_ONCE;
        }
        String zone = options.get(WATERMARK_ZONE);
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + WATERMARK_ZONE.key() + "' = '" + zone + "' of " + table
                            + " is no time zone; name one like UTC or Europe/Berlin",
                    e);
        }
        Map<String, String> extractor = new HashMap<>();
        for (ConfigOption<?> option : PartitionTime.options()) {
            options.optional(option).ifPresent(value -> extractor.put(option.key(), value.toString()));
        }
        CommitTrigger trigger =
                new CommitTrigger(options.get(KIND), options.get(DELAY).toMillis(), zone, extractor);
        if (trigger.kind() == Kind.PARTITION_TIME) {
            trigger.time(table, partitionColumns);
        }
        return trigger;
    }

    /** Whether partitions may have to wait beyond the checkpoint of their rows: then writers say how far the watermark is. */
    public boolean waits() {
        return kind == Kind.PARTITION_TIME || delayMillis > 0;
    }

    /** How the times of the table's partitions are found. */
    public PartitionTime time(String table, List<String> partitionColumns) {
        return PartitionTime.of(table, partitionColumns, new Configuration(extractor));
    }
}
