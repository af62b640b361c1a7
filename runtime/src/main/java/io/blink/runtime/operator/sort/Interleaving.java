package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** Batches put together from single rows of several others, column by column. */
final class Interleaving {
    private final List<DataType> types;
    private final int[] sources = new int[Batch.TARGET_ROWS];
    private final int[] positions = new int[Batch.TARGET_ROWS];
    private int count;

    Interleaving(List<DataType> types) {
        this.types = types;
    }

    void add(int source, int position) {
        sources[count] = source;
        positions[count++] = position;
    }

    int count() {
        return count;
    }

    boolean full() {
        return count == sources.length;
    }

    /** The rows added since the last call; {@code batches} by the number of their source, flat where used. */
    Batch build(Batch[] batches) {
        int rows = count;
        count = 0;
        if (fromOneSource(rows)) {
            return batches[sources[0]].slice(positions[0], rows);
        }
        List<Column> columns = new ArrayList<>(types.size());
        for (int c = 0; c < types.size(); c++) {
            columns.add(column(batches, c, rows));
        }
        return new Batch(rows, columns);
    }

    /** One source's rows are consecutive. */
    private boolean fromOneSource(int rows) {
        int differences = 0;
        for (int i = 1; i < rows; i++) {
            differences |= sources[i] ^ sources[0];
        }
        return differences == 0;
    }

    private Column column(Batch[] batches, int index, int rows) {
        Column[] flat = new Column[batches.length];
        boolean nulls = false;
        for (int i = 0; i < rows; i++) {
            int source = sources[i];
            if (flat[source] == null) {
                flat[source] = batches[source].column(index).flat();
                nulls |= flat[source].mayHaveNulls();
            }
        }
        boolean[] nullFlags = nulls ? nulls(flat, rows) : null;
        return switch (types.get(index).physicalType()) {
            case LONG -> longs(flat, rows, nullFlags);
            case INT -> ints(flat, rows, nullFlags);
            case DOUBLE -> doubles(flat, rows, nullFlags);
            case BYTES -> bytes(flat, rows, nullFlags);
            default -> {
                ColumnBuilder builder = ColumnBuilder.of(types.get(index), rows);
                for (int i = 0; i < rows; i++) {
                    builder.append(flat[sources[i]], positions[i]);
                }
                yield builder.build();
            }
        };
    }

    private boolean[] nulls(Column[] flat, int rows) {
        boolean[] flags = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            flags[i] = flat[sources[i]].isNull(positions[i]);
        }
        return flags;
    }

    private Column longs(Column[] flat, int rows, boolean[] nullFlags) {
        long[][] values = new long[flat.length][];
        for (int s = 0; s < flat.length; s++) {
            values[s] = flat[s] == null ? null : ((LongColumn) flat[s]).values();
        }
        long[] merged = new long[rows];
        for (int i = 0; i < rows; i++) {
            merged[i] = values[sources[i]][positions[i]];
        }
        return new LongColumn(rows, merged, nullFlags);
    }

    private Column ints(Column[] flat, int rows, boolean[] nullFlags) {
        int[][] values = new int[flat.length][];
        for (int s = 0; s < flat.length; s++) {
            values[s] = flat[s] == null ? null : ((IntColumn) flat[s]).values();
        }
        int[] merged = new int[rows];
        for (int i = 0; i < rows; i++) {
            merged[i] = values[sources[i]][positions[i]];
        }
        return new IntColumn(rows, merged, nullFlags);
    }

    private Column doubles(Column[] flat, int rows, boolean[] nullFlags) {
        double[][] values = new double[flat.length][];
        for (int s = 0; s < flat.length; s++) {
            values[s] = flat[s] == null ? null : ((DoubleColumn) flat[s]).values();
        }
        double[] merged = new double[rows];
        for (int i = 0; i < rows; i++) {
            merged[i] = values[sources[i]][positions[i]];
        }
        return new DoubleColumn(rows, merged, nullFlags);
    }

    private Column bytes(Column[] flat, int rows, boolean[] nullFlags) {
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], ((BytesColumn) flat[sources[i]]).length(positions[i]));
        }
        byte[] merged = new byte[offsets[rows]];
        for (int i = 0; i < rows; i++) {
            BytesColumn strings = (BytesColumn) flat[sources[i]];
            System.arraycopy(
                    strings.bytes(), strings.offset(positions[i]), merged, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new BytesColumn(rows, merged, offsets, nullFlags);
    }
}
