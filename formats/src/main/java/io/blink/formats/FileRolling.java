package io.blink.formats;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import java.time.Duration;
import java.util.List;

/**
 * When a writer ends a file and starts the next, apart from checkpoints: those end every file, as what they list must be whole. Part of a sink's handle.
 *
 * @param millisMax looked at when rows come; a file that gets none ends with its checkpoint
 */
public record FileRolling(long bytesMax, long millisMax) {
    public static final ConfigOption<DataSize> FILE_SIZE = ConfigOption.size(
            "sink.rolling-policy.file-size", "128mb", "Bytes after which a writer starts another file.");

    public static final ConfigOption<Duration> ROLLOVER_INTERVAL = ConfigOption.duration(
            "sink.rolling-policy.rollover-interval",
            "30 min",
            "How long a file gets rows before a writer starts another one; each checkpoint ends all files.");

    public static final ConfigOption<Duration> INACTIVITY_INTERVAL = ConfigOption.duration(
            "sink.rolling-policy.inactivity-interval",
            "30 min",
            "Accepted; a file that gets no rows ends with the next checkpoint.");

    public static final ConfigOption<Duration> CHECK_INTERVAL = ConfigOption.duration(
            "sink.rolling-policy.check-interval", "1 min", "Accepted; files are looked at whenever rows come.");

    public static List<ConfigOption<?>> options() {
        return List.of(FILE_SIZE, ROLLOVER_INTERVAL, INACTIVITY_INTERVAL, CHECK_INTERVAL);
    }

    public static FileRolling of(Configuration options) {
        return new FileRolling(
                options.get(FILE_SIZE).bytes(), options.get(ROLLOVER_INTERVAL).toMillis());
    }

    /** Whether a file has had enough. @param ageMillis since it was started */
    public boolean isOver(FileWriter file, long ageMillis) {
        return file.bytes() >= bytesMax || ageMillis >= millisMax;
    }
}
