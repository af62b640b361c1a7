package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.Map;

/**
 * What ANALYZE TABLE found.
 *
 * @param within values, as text, of the partition columns that the statement gave: about partitions with other values nothing is said
 * @param counted whether rows were counted; else there are no parts
 * @param parts one for each partition that has rows, or one for a table without partitions
 */
public record AnalyzedStatistics(Map<String, String> within, boolean counted, List<Part> parts) {
    /**
     * A partition, or the table.
     *
     * @param partition the values of all partition columns as CAST to text gives them, {@code null} for NULL
     * @param columns those that were looked at
     */
    public record Part(Map<String, String> partition, long rowCount, List<AnalyzedColumn> columns) {
        public Part {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column.
     *
     * @param values how many are not NULL
     * @param trues how many are TRUE, of a BOOLEAN; else -1
     */
    public record AnalyzedColumn(String name, DataType type, ColumnStatistics figures, long values, long trues) {
        public AnalyzedColumn {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(figures, "figures");
        }
    }

    public AnalyzedStatistics {
        parts = List.copyOf(parts);
    }
}
