package io.blink.core.spi.connector;

import java.util.Map;

/** What is known about a table. @param rowCount -1: unknown @param bytes -1: unknown @param columns by lower-case name, where known */
public record TableStatistics(long rowCount, long bytes, Map<String, ColumnStatistics> columns) {
    public static final TableStatistics UNKNOWN = new TableStatistics(-1, -1, Map.of());

    public TableStatistics {
        columns = Map.copyOf(columns);
    }

    /**
     * @param distinctValues -1: unknown
     * @param nullCount -1: unknown
     * @param min as the text of a {@code Literal}, or {@code null}
     * @param max as the text of a {@code Literal}, or {@code null}
     * @param averageBytes -1: unknown
     * @param maximalBytes -1: unknown
     */
    public record ColumnStatistics(
            long distinctValues, long nullCount, String min, String max, double averageBytes, long maximalBytes) {
        public ColumnStatistics(long distinctValues, long nullCount, String min, String max, double averageBytes) {
            this(distinctValues, nullCount, min, max, averageBytes, -1);
        }
    }
}
