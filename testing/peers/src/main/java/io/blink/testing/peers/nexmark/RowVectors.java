package io.blink.testing.peers.nexmark;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.RowColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;

/**
 * Batches of events as Flink's vectors over the same arrays: no value is copied or boxed, and an operator makes an object of a text or a time only where it asks for one.
 * Flink's own reader of Parquet hands rows out in this form, so that no generated row costs more than one from a file.
 *
 * @param sources of the fields of a row
 */
record RowVectors(List<Source> sources) {
    private static final int MICROS_PER_MILLI = 1000;
    private static final int NANOS_PER_MICRO = 1000;

    /**
     * Where a field's values are.
     *
     * @param field in the ROW that the column is, -1: the column itself
     */
    record Source(int column, int field, DataType type) {}

    /** @param columns of the batches, in their order */
    static RowVectors of(List<EventPath> paths, Map<String, DataType> columns) {
        List<String> names = List.copyOf(columns.keySet());
        List<Source> sources = new ArrayList<>();
        for (EventPath path : paths) {
            DataType type = columns.get(path.column());
            int column = names.indexOf(path.column());
            int field = type.fields().stream().map(Field::name).toList().indexOf(path.field());
            sources.add(new Source(
                    column, field, field < 0 ? type : type.fields().get(field).type()));
        }
        return new RowVectors(sources);
    }

    /** The rows of a batch; the batch's arrays live as long as they. */
    VectorizedColumnBatch of(Batch batch) {
        ColumnVector[] vectors = new ColumnVector[sources.size()];
        for (int i = 0; i < vectors.length; i++) {
            Source source = sources.get(i);
            Column column = batch.column(source.column());
            vectors[i] = source.field() < 0
                    ? vector(column, source.type(), column.mayHaveNulls() ? column.nulls() : null)
                    : vector(((RowColumn) column).fields().get(source.field()), source.type(), column.nulls());
        }
        VectorizedColumnBatch rows = new VectorizedColumnBatch(vectors);
        rows.setNumRows(batch.rowCount());
        return rows;
    }

    /** @param nulls instead of the column's own; {@code null}: none is null */
    private static ColumnVector vector(Column column, DataType type, boolean[] nulls) {
        if (column instanceof LongColumn numbers) {
            return type.kind() == TypeKind.TIMESTAMP
                    ? new Times(numbers.values(), nulls)
                    : new Longs(numbers.values(), nulls);
        }
        if (column instanceof BytesColumn texts) {
            return new Texts(texts.bytes(), texts.offsets(), nulls);
        }
        if (column instanceof DictionaryColumn choices && choices.dictionary() instanceof BytesColumn texts) {
            return new Choices(choices.ids(), texts.bytes(), texts.offsets(), nulls);
        }
        if (column instanceof IntColumn numbers) {
            return new Ints(numbers.values(), nulls);
        }
        if (column instanceof RowColumn row) {
            ColumnVector[] fields = new ColumnVector[row.fields().size()];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = vector(row.fields().get(i), type.fields().get(i).type(), null);
            }
            return new Rows(new VectorizedColumnBatch(fields), nulls);
        }
        throw new IllegalStateException("An event has no column of " + type + " as " + column.getClass());
    }

    private static boolean at(boolean[] nulls, int row) {
        return nulls != null && nulls[row];
    }

    private record Ints(int[] values, boolean[] nulls) implements IntColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public int getInt(int row) {
            return values[row];
        }
    }

    private record Longs(long[] values, boolean[] nulls) implements LongColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public long getLong(int row) {
            return values[row];
        }
    }

    private record Times(long[] micros, boolean[] nulls) implements TimestampColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public TimestampData getTimestamp(int row, int precision) {
            long value = micros[row];
            int rest = (int) Math.floorMod(value, (long) MICROS_PER_MILLI);
            return TimestampData.fromEpochMillis(Math.floorDiv(value, MICROS_PER_MILLI), rest * NANOS_PER_MICRO);
        }
    }

    private record Texts(byte[] bytes, int[] offsets, boolean[] nulls) implements BytesColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public Bytes getBytes(int row) {
            return new Bytes(bytes, offsets[row], offsets[row + 1] - offsets[row]);
        }
    }

    private record Choices(int[] ids, byte[] bytes, int[] offsets, boolean[] nulls) implements BytesColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public Bytes getBytes(int row) {
            int from = offsets[ids[row]];
            return new Bytes(bytes, from, offsets[ids[row] + 1] - from);
        }
    }

    private record Rows(VectorizedColumnBatch fields, boolean[] nulls) implements RowColumnVector {
        @Override
        public boolean isNullAt(int row) {
            return at(nulls, row);
        }

        @Override
        public ColumnarRowData getRow(int row) {
            return new ColumnarRowData(fields, row);
        }
    }
}
