package io.blink.runtime.operator.kit;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batches as lists of Java values, for models and comparisons: integers as Long, floating point as Double, decimals as BigInteger, timestamps and arrays as lists. */
public final class Rows {
    /** Values that end in a 5 would be rounded either way. */
    private static final double OFF_TIES = 1.0000000314159;

    private Rows() {}

    public static List<List<Object>> of(List<Batch> batches) {
        List<List<Object>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            List<Column> columns = batch.columns().stream().map(Column::flat).toList();
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> values = new ArrayList<>();
                for (Column column : columns) {
                    values.add(value(column, row));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    public static Object value(Column flat, int row) {
        if (flat.isNull(row)) {
            return null;
        } else if (flat instanceof LongColumn longs) {
            return longs.values()[row];
        } else if (flat instanceof IntColumn ints) {
            return (long) ints.values()[row];
        } else if (flat instanceof ShortColumn shorts) {
            return (long) shorts.values()[row];
        } else if (flat instanceof ByteColumn bytes) {
            return (long) bytes.values()[row];
        } else if (flat instanceof DoubleColumn doubles) {
            return doubles.values()[row] + 0.0;
        } else if (flat instanceof FloatColumn floats) {
            return (double) floats.values()[row] + 0.0;
        } else if (flat instanceof BytesColumn strings) {
            return strings.string(row);
        } else if (flat instanceof Decimal128Column decimals) {
            return decimals.unscaled(row);
        } else if (flat instanceof TimestampColumn timestamps) {
            return List.of(
                    timestamps.micros()[row],
                    timestamps.nanos() == null ? 0 : timestamps.nanos()[row]);
        } else if (flat instanceof ArrayColumn arrays) {
            List<Object> elements = new ArrayList<>();
            for (int i = arrays.offsets()[row]; i < arrays.offsets()[row + 1]; i++) {
                elements.add(value(arrays.elements().flat(), i));
            }
            return elements;
        }
        throw new IllegalArgumentException("no Java value for " + flat.physicalType());
    }

    /** In an order that depends on the rows alone; doubles are cut to seven digits, as sums depend on the order of their terms. */
    public static List<String> sorted(List<List<Object>> rows) {
        return rows.stream().map(Rows::text).sorted(Comparator.naturalOrder()).toList();
    }

    /** Fails with the first rows that differ, in any order. */
    public static void assertSame(String description, List<List<Object>> actual, List<List<Object>> expected) {
        List<String> actualRows = sorted(actual);
        List<String> expectedRows = sorted(expected);
        if (!actualRows.equals(expectedRows)) {
            throw new AssertionError(description + ": " + actualRows.size() + " rows instead of " + expectedRows.size()
                    + "; too many: " + without(actualRows, expectedRows) + "; missing: "
                    + without(expectedRows, actualRows));
        }
    }

    private static List<String> without(List<String> rows, List<String> others) {
        Map<String, Integer> counts = new HashMap<>();
        others.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<String> left = new ArrayList<>();
        for (String row : rows) {
            if (counts.merge(row, -1, Integer::sum) < 0 && left.size() < 5) {
                left.add(row);
            }
        }
        return left;
    }

    public static String text(List<Object> row) {
        List<String> values = new ArrayList<>();
        for (Object value : row) {
            values.add(
                    value instanceof Double number && Double.isFinite(number)
                            ? String.format("%.6e", Math.abs(number) < 1e-9 ? 0.0 : number * OFF_TIES)
                            : String.valueOf(value));
        }
        return values.toString();
    }
}
