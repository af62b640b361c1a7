package io.blink.kafka.source;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.BoundedMode;
import io.blink.kafka.KafkaOptions.StartupMode;
import io.blink.kafka.table.KafkaTable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the options of a table say that reading begins and ends; an error where they do not say it completely. */
final class ScanRange {
    private static final Pattern SPECIFIC = Pattern.compile("partition:(\\d{1,9}),offset:(\\d{1,18})");

    private final KafkaTable table;
    private final Configuration options;

    ScanRange(KafkaTable table) {
        this.table = table;
        this.options = table.options();
    }

    /** Fails where the mode of the beginning or of the end needs an option that is not there. */
    void check() {
        check(start(), KafkaOptions.STARTUP_MODE, KafkaOptions.STARTUP_TIMESTAMP, KafkaOptions.STARTUP_OFFSETS);
        BoundedMode stop = options.get(KafkaOptions.BOUNDED_MODE);
        if (stop != BoundedMode.UNBOUNDED) {
            check(
                    StartupMode.valueOf(stop.name()),
                    KafkaOptions.BOUNDED_MODE,
                    KafkaOptions.BOUNDED_TIMESTAMP,
                    KafkaOptions.BOUNDED_OFFSETS);
        }
    }

    private void check(
            StartupMode mode, ConfigOption<?> option, ConfigOption<Long> timestamp, ConfigOption<String> specific) {
        switch (mode) {
            case EARLIEST_OFFSET, LATEST_OFFSET -> {
                // They need nothing.
            }
            case GROUP_OFFSETS -> {
                if (!options.contains(KafkaOptions.GROUP_ID)) {
                    throw invalid(needs(option, mode, KafkaOptions.GROUP_ID) + "; or set '" + option.key()
                            + "' to 'earliest-offset' or 'latest-offset'");
                }
            }
            case TIMESTAMP -> require(option, mode, timestamp);
            case SPECIFIC_OFFSETS -> {
                require(option, mode, specific);
                offsets(specific);
            }
        }
    }

    private void require(ConfigOption<?> option, StartupMode mode, ConfigOption<?> needed) {
        if (!options.contains(needed)) {
            throw invalid(needs(option, mode, needed) + ": " + needed.description());
        }
    }

    private static String needs(ConfigOption<?> option, StartupMode mode, ConfigOption<?> needed) {
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "'" + option.key() + "' = '" + name + "' needs '" + needed.key() + "'";
    }

    StartupMode start() {
        return table.upsert() ? StartupMode.EARLIEST_OFFSET : options.get(KafkaOptions.STARTUP_MODE);
    }

    /** By partition, as an option has them. */
    Map<Integer, Long> offsets(ConfigOption<String> option) {
        Map<Integer, Long> given = new HashMap<>();
        for (String piece : options.get(option).split(";")) {
            Matcher matcher = SPECIFIC.matcher(piece.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw invalid("'" + option.key() + "': '" + piece + "' is not like partition:0,offset:42");
            }
            given.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)));
        }
        return given;
    }

    private BlinkException invalid(String why) {
        return new BlinkException(KafkaErrorCode.INVALID_TABLE, "Table " + table.name() + ": " + why + ".");
    }
}
