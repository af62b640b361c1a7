package io.blink.hive.read;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Expression;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.watch.ReadMark;
import io.blink.hive.HiveTableOptions;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.MetastoreTable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes of a table's options what its scans need to follow it, and refuses what does not fit. Planning. */
final class TableWatches {
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("uuuu-M-d[ H:m:s]", Locale.ROOT);

    private final MetastoreTable table;
    private final HiveTableSchema schema;
    private final MetastoreReference metastore;
    private final Configuration options;

    TableWatches(MetastoreTable table, HiveTableSchema schema, MetastoreReference metastore, Configuration options) {
        this.table = table;
        this.schema = schema;
        this.metastore = metastore;
        this.options = options;
    }

    /** Of a stream that reads what is added. */
    TableWatch ofStream(List<Expression> partitionFilters) {
        Duration interval = options.get(HiveTableOptions.MONITOR_INTERVAL);
        if (interval.isNegative() || interval.isZero()) {
            throw invalid(HiveTableOptions.MONITOR_INTERVAL, "must be longer than 0 s, say 1 min");
        }
        return watch(partitionFilters, interval.toMillis(), start());
    }

    /** Of copies that rows are looked up in. */
    TableWatch ofCopies(List<Expression> partitionFilters) {
        return watch(partitionFilters, TableWatch.ONCE, null);
    }

    private TableWatch watch(List<Expression> partitionFilters, long intervalMillis, ReadMark start) {
        Map<String, String> timeOptions = new HashMap<>();
        for (ConfigOption<?> option : PartitionTime.options()) {
            Optional.ofNullable(options.asMap().get(option.key()))
                    .ifPresent(value -> timeOptions.put(option.key(), value));
        }
        TableWatch watch = new TableWatch(
                metastore,
                table.database(),
                table.name(),
                options.get(HiveTableOptions.PARTITIONS),
                order(),
                intervalMillis,
                partitionFilters,
                timeOptions,
                start);
        if (watch.order() == PartitionOrder.PARTITION_TIME) {
            // Refuses a pattern that does not fit, before a job begins.
            watch.time(schema.partitionColumns());
        }
        return watch;
    }

    PartitionOrder order() {
        if (!schema.partitionColumns().isEmpty()) {
            return options.get(HiveTableOptions.PARTITION_ORDER);
        }
        Optional<PartitionOrder> set = options.contains(HiveTableOptions.PARTITION_ORDER)
                ? options.optional(HiveTableOptions.PARTITION_ORDER)
                : Optional.empty();
        if (set.isPresent() && set.get() != PartitionOrder.CREATE_TIME) {
            throw invalid(
                    HiveTableOptions.PARTITION_ORDER,
                    "needs partitions, and the table has none: its files come in the order of create-time");
        }
        return PartitionOrder.CREATE_TIME;
    }

    private ReadMark start() {
        String offset = options.optional(HiveTableOptions.START_OFFSET).orElse(null);
        if (offset == null) {
            return null;
        }
        if (order() == PartitionOrder.PARTITION_NAME) {
            if (!offset.toLowerCase(Locale.ROOT)
                    .startsWith(schema.partitionColumns().get(0).name() + "=")) {
                throw invalid(
                        HiveTableOptions.START_OFFSET,
                        "must be the name of a partition, like "
                                + schema.partitionColumns().get(0).name()
                                + "=…, as the order is partition-name");
            }
            return new ReadMark(0, offset);
        }
        long millis = millis(offset);
        boolean partitioned = !schema.partitionColumns().isEmpty();
        long order =
                switch (order()) {
                    case PARTITION_TIME -> Math.multiplyExact(millis, 1000);
                    default -> partitioned ? Math.floorDiv(millis, 1000) : millis;
                };
        return new ReadMark(order, "");
    }

    private long millis(String offset) {
        try {
            TemporalAccessor parsed = OFFSET.parseBest(offset.strip(), LocalDateTime::from, LocalDate::from);
            LocalDateTime time = parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
            return ChronoUnit.MILLIS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
        } catch (DateTimeException e) {
            BlinkException refused = invalid(
                    HiveTableOptions.START_OFFSET,
                    "must be of the form yyyy-MM-dd [HH:mm:ss], as the order is "
                            + order().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private BlinkException invalid(ConfigOption<?> option, String why) {
        return new BlinkException(
                CoreErrorCode.INVALID_CONFIGURATION,
                "'" + option.key() + "' = '" + options.asMap().get(option.key()) + "' of table " + table.qualifiedName()
                        + " " + why);
    }
}
