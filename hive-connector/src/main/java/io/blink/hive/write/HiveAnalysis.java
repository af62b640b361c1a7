package io.blink.hive.write;

import io.blink.core.spi.catalog.AnalyzedStatistics;
import io.blink.core.spi.catalog.AnalyzedStatistics.AnalyzedColumn;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.hive.catalog.HiveTableSchema;
import io.blink.hive.catalog.HiveTypes;
import io.blink.hive.commit.CommitFiles;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastoreColumnStatistics;
import io.blink.hive.metastore.MetastoreColumnStatistics.Booleans;
import io.blink.hive.metastore.MetastoreColumnStatistics.Bytes;
import io.blink.hive.metastore.MetastoreColumnStatistics.Dates;
import io.blink.hive.metastore.MetastoreColumnStatistics.Decimals;
import io.blink.hive.metastore.MetastoreColumnStatistics.Doubles;
import io.blink.hive.metastore.MetastoreColumnStatistics.Longs;
import io.blink.hive.metastore.MetastoreColumnStatistics.Texts;
import io.blink.hive.metastore.MetastoreColumnStatistics.Values;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Notes what ANALYZE TABLE found where Hive and Spark look for it: rows, bytes and files among the parameters of table and partitions, with Hive's claim
 * that they are exact, and the metastore's column statistics. Timestamps have none: metastores before 4.0 do not know their kind.
 */
public final class HiveAnalysis {
    private static final String EXACT = "COLUMN_STATS_ACCURATE";
    private static final String ROWS = "numRows";
    private static final String BYTES = "totalSize";
    private static final String FILES = "numFiles";
    private static final String RAW_BYTES = "rawDataSize";

    private final MetastoreTable table;
    private final HiveTableSchema schema;
    private final MetastoreClient client;
    private final CommitFiles files;

    public HiveAnalysis(MetastoreTable table, HiveTableSchema schema, MetastoreClient client, FileSystems fileSystems) {
        this.table = table;
        this.schema = schema;
        this.client = client;
        this.files = new CommitFiles(fileSystems);
    }

    /** Blocks on the metastore and on listing files. A failure in between leaves some partitions with new figures and others with old ones. */
    public void note(AnalyzedStatistics found) {
        if (schema.partitionColumns().isEmpty()) {
            noteTable(found);
        } else {
            notePartitions(found);
        }
    }

    private void noteTable(AnalyzedStatistics found) {
        Optional<AnalyzedStatistics.Part> part = found.parts().stream().findFirst();
        String location = table.storage().location().orElseThrow();
        client.alterTable(
                table.database(),
                table.name(),
                before -> before.withParameters(figures(before.parameters(), location, found.counted(), part)));
        List<MetastoreColumnStatistics> columns =
                part.map(HiveAnalysis::columns).orElse(List.of());
        if (!columns.isEmpty()) {
            client.updateTableStatistics(table.database(), table.name(), columns);
        }
    }

    private void notePartitions(AnalyzedStatistics found) {
        Map<List<String>, AnalyzedStatistics.Part> byValues = new HashMap<>();
        for (AnalyzedStatistics.Part part : found.parts()) {
            byValues.put(canonical(new ArrayList<>(part.partition().values())), part);
        }
        Map<String, Optional<AnalyzedStatistics.Part>> byName = new LinkedHashMap<>();
        for (String name : client.partitionNames(table.database(), table.name())) {
            List<String> values = canonical(PartitionName.values(name));
            if (isWithin(values, found.within())) {
                byName.put(name, Optional.ofNullable(byValues.get(values)));
            }
        }
        if (byName.isEmpty()) {
            return;
        }
        List<String> keys = schema.partitionColumns().stream().map(Field::name).toList();
        client.alterPartitions(
                table,
                byName.keySet(),
                partition -> new MetastorePartition(
                        partition.values(),
                        partition.storage(),
                        figures(
                                partition.parameters(),
                                partition.storage().location().orElseThrow(),
                                found.counted(),
                                byName.get(PartitionName.of(keys, partition.values())))));
        byName.forEach((name, part) -> part.map(HiveAnalysis::columns)
                .filter(columns -> !columns.isEmpty())
                .ifPresent(columns -> client.updatePartitionStatistics(table.database(), table.name(), name, columns)));
    }

    private boolean isWithin(List<String> values, Map<String, String> within) {
        for (int i = 0; i < values.size(); i++) {
            Field key = schema.partitionColumns().get(i);
            for (Map.Entry<String, String> wanted : within.entrySet()) {
                if (wanted.getKey().equalsIgnoreCase(key.name())
                        && !canonical(wanted.getValue(), key.type()).equals(values.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<String> canonical(List<String> values) {
        List<String> canonical = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            canonical.add(
                    canonical(values.get(i), schema.partitionColumns().get(i).type()));
        }
        return canonical;
    }

    /** Equal for texts of the same value: a folder may be called {@code h=05}. */
    private static String canonical(String text, DataType type) {
        if (text == null || text.isEmpty() || text.equals(PartitionName.NULL_VALUE)) {
            return PartitionName.NULL_VALUE;
        }
        boolean whole =
                switch (type.kind()) {
                    case TINYINT, SMALLINT, INT, BIGINT -> true;
                    default -> false;
                };
        return whole && text.matches("-?\\d+") ? new BigInteger(text).toString() : text;
    }

    private Map<String, String> figures(
            Map<String, String> before, String location, boolean counted, Optional<AnalyzedStatistics.Part> part) {
        List<FileStatus> visible = files.visibleFiles(location);
        Map<String, String> after = new HashMap<>(before);
        after.put(FILES, Integer.toString(visible.size()));
        after.put(
                BYTES,
                Long.toString(visible.stream().mapToLong(FileStatus::length).sum()));
        if (counted) {
            long rows = part.map(AnalyzedStatistics.Part::rowCount).orElse(0L);
            after.put(ROWS, Long.toString(rows));
            after.put(EXACT, "{\"BASIC_STATS\":\"true\"}");
            part.filter(this::coversAllColumns).ifPresent(all -> after.put(RAW_BYTES, Long.toString(rawBytes(all))));
        }
        return after;
    }

    private boolean coversAllColumns(AnalyzedStatistics.Part part) {
        return part.columns().size() == schema.dataColumns().size();
    }

    /** What the values take in Hive's rows. */
    private static long rawBytes(AnalyzedStatistics.Part part) {
        double bytes = 0;
        for (AnalyzedColumn column : part.columns()) {
            double width =
                    switch (column.type().kind()) {
                        case BOOLEAN, TINYINT -> 1;
                        case SMALLINT -> 2;
                        case INT, FLOAT, DATE -> 4;
                        case CHAR, VARCHAR, BINARY, VARBINARY ->
                            Math.max(0, column.figures().averageBytes());
                        case DECIMAL -> 16;
                        default -> 8;
                    };
            bytes += width * (part.rowCount() - Math.max(0, column.figures().nullCount()));
        }
        return Math.round(bytes);
    }

    private static List<MetastoreColumnStatistics> columns(AnalyzedStatistics.Part part) {
        List<MetastoreColumnStatistics> columns = new ArrayList<>();
        for (AnalyzedColumn column : part.columns()) {
            values(column)
                    .ifPresent(values -> columns.add(new MetastoreColumnStatistics(
                            column.name().toLowerCase(Locale.ROOT),
                            HiveTypes.toHive(column.type(), "column " + column.name()),
                            OptionalLong.of(column.figures().nullCount()),
                            values)));
        }
        return columns;
    }

    private static Optional<Values> values(AnalyzedColumn column) {
        OptionalLong distinct = OptionalLong.of(column.figures().distinctValues());
        Optional<BigDecimal> low = Optional.ofNullable(column.figures().min()).map(BigDecimal::new);
        Optional<BigDecimal> high = Optional.ofNullable(column.figures().max()).map(BigDecimal::new);
        long lengthMax = Math.max(0, column.figures().maximalBytes());
        double lengthAverage = Math.max(0, column.figures().averageBytes());
        return switch (column.type().kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> Optional.of(new Longs(whole(low), whole(high), distinct));
            case FLOAT, DOUBLE -> Optional.of(new Doubles(real(low), real(high), distinct));
            case DECIMAL -> Optional.of(new Decimals(low, high, distinct));
            case DATE -> Optional.of(new Dates(day(low), day(high), distinct));
            case CHAR, VARCHAR -> Optional.of(new Texts(lengthMax, lengthAverage, distinct));
            case BINARY, VARBINARY -> Optional.of(new Bytes(lengthMax, lengthAverage));
            case BOOLEAN -> Optional.of(new Booleans(column.trues(), falses(column)));
            default -> Optional.empty();
        };
    }

    private static long falses(AnalyzedColumn column) {
        return column.values() - column.trues();
    }

    private static OptionalLong whole(Optional<BigDecimal> bound) {
        return bound.isPresent() ? OptionalLong.of(bound.get().longValueExact()) : OptionalLong.empty();
    }

    private static OptionalDouble real(Optional<BigDecimal> bound) {
        return bound.isPresent() ? OptionalDouble.of(bound.get().doubleValue()) : OptionalDouble.empty();
    }

    private static Optional<LocalDate> day(Optional<BigDecimal> bound) {
        return bound.map(BigDecimal::longValueExact).map(LocalDate::ofEpochDay);
    }
}
