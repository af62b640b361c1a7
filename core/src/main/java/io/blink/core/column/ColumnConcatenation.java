package io.blink.core.column;

import java.util.ArrayList;
import java.util.List;

/**
 * Several columns of one type, one after the other, as one column. A dictionary or constant value that all of them share by reference is kept; otherwise the result is
 * flat. Copies whole arrays. Pure functions, any thread.
 */
public final class ColumnConcatenation {
    private ColumnConcatenation() {}

    /** All rows of all batches, which have the same columns. */
    public static Batch ofBatches(List<Batch> batches) {
        if (batches.size() == 1) {
            return batches.get(0);
        }
        int rows = Math.toIntExact(batches.stream().mapToLong(Batch::rowCount).sum());
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < batches.get(0).columns().size(); c++) {
            int index = c;
            columns.add(of(batches.stream().map(batch -> batch.column(index)).toList()));
        }
        return new Batch(rows, columns, rowKinds(batches, rows));
    }

    private static byte[] rowKinds(List<Batch> batches, int rows) {
        if (batches.stream().allMatch(batch -> batch.rowKinds() == null)) {
            return null;
        }
        byte[] kinds = new byte[rows];
        int position = 0;
        for (Batch batch : batches) {
            if (batch.rowKinds() != null) {
                System.arraycopy(batch.rowKinds(), 0, kinds, position, batch.rowCount());
            }
            position += batch.rowCount();
        }
        return kinds;
    }

    public static Column of(List<Column> columns) {
        if (columns.size() == 1) {
            return columns.get(0);
        }
        int size = Math.toIntExact(columns.stream().mapToLong(Column::size).sum());
        if (columns.get(0) instanceof DictionaryColumn first
                && columns.stream()
                        .allMatch(c -> c instanceof DictionaryColumn d && d.dictionary() == first.dictionary())) {
            return dictionary(columns, first.dictionary(), size);
        }
        if (columns.get(0) instanceof ConstantColumn first
                && columns.stream().allMatch(c -> c instanceof ConstantColumn d && d.value() == first.value())) {
            return new ConstantColumn(size, first.value());
        }
        return flat(columns.stream().map(Column::flat).toList(), size);
    }

    private static Column dictionary(List<Column> columns, Column dictionary, int size) {
        int[] ids = new int[size];
        int position = 0;
        for (Column column : columns) {
            System.arraycopy(((DictionaryColumn) column).ids(), 0, ids, position, column.size());
            position += column.size();
        }
        return new DictionaryColumn(size, ids, dictionary);
    }

    private static Column flat(List<Column> columns, int size) {
        boolean[] nulls = nulls(columns, size);
        return switch (columns.get(0).physicalType()) {
            case BYTE -> {
                byte[] values = new byte[size];
                copy(columns, c -> ((ByteColumn) c).values(), values);
                yield new ByteColumn(size, values, nulls);
            }
            case SHORT -> {
                short[] values = new short[size];
                copy(columns, c -> ((ShortColumn) c).values(), values);
                yield new ShortColumn(size, values, nulls);
            }
            case INT -> {
                int[] values = new int[size];
                copy(columns, c -> ((IntColumn) c).values(), values);
                yield new IntColumn(size, values, nulls);
            }
            case LONG -> {
                long[] values = new long[size];
                copy(columns, c -> ((LongColumn) c).values(), values);
                yield new LongColumn(size, values, nulls);
            }
            case FLOAT -> {
                float[] values = new float[size];
                copy(columns, c -> ((FloatColumn) c).values(), values);
                yield new FloatColumn(size, values, nulls);
            }
            case DOUBLE -> {
                double[] values = new double[size];
                copy(columns, c -> ((DoubleColumn) c).values(), values);
                yield new DoubleColumn(size, values, nulls);
            }
            case DECIMAL128 -> {
                long[] high = new long[size];
                long[] low = new long[size];
                copy(columns, c -> ((Decimal128Column) c).high(), high);
                copy(columns, c -> ((Decimal128Column) c).low(), low);
                yield new Decimal128Column(size, high, low, nulls);
            }
            case TIMESTAMP_NANOS -> timestamps(columns, size, nulls);
            case BYTES -> bytes(columns, size, nulls);
            case ARRAY -> {
                int[] offsets = offsets(columns, c -> ((ArrayColumn) c).offsets(), size);
                Column elements = content(columns, c -> ((ArrayColumn) c).offsets(), c -> ((ArrayColumn) c).elements());
                yield new ArrayColumn(size, elements, offsets, nulls);
            }
            case MAP -> {
                int[] offsets = offsets(columns, c -> ((MapColumn) c).offsets(), size);
                Column keys = content(columns, c -> ((MapColumn) c).offsets(), c -> ((MapColumn) c).keys());
                Column values = content(columns, c -> ((MapColumn) c).offsets(), c -> ((MapColumn) c).values());
                yield new MapColumn(size, keys, values, offsets, nulls);
            }
            case ROW -> rows(columns, size, nulls);
        };
    }

    private interface ArrayOf {
        Object array(Column column);
    }

    private interface OffsetsOf {
        int[] offsets(Column column);
    }

    private interface ContentOf {
        Column content(Column column);
    }

    private static void copy(List<Column> columns, ArrayOf arrayOf, Object target) {
        int position = 0;
        for (Column column : columns) {
            System.arraycopy(arrayOf.array(column), 0, target, position, column.size());
            position += column.size();
        }
    }

    private static boolean[] nulls(List<Column> columns, int size) {
        if (columns.stream().noneMatch(Column::mayHaveNulls)) {
            return null;
        }
        boolean[] nulls = new boolean[size];
        int position = 0;
        for (Column column : columns) {
            if (column.nulls() != null) {
                System.arraycopy(column.nulls(), 0, nulls, position, column.size());
            }
            position += column.size();
        }
        return nulls;
    }

    private static Column timestamps(List<Column> columns, int size, boolean[] nulls) {
        long[] micros = new long[size];
        copy(columns, c -> ((TimestampColumn) c).micros(), micros);
        if (columns.stream().allMatch(c -> ((TimestampColumn) c).nanos() == null)) {
            return new TimestampColumn(size, micros, null, nulls);
        }
        int[] nanos = new int[size];
        int position = 0;
        for (Column column : columns) {
            int[] source = ((TimestampColumn) column).nanos();
            if (source != null) {
                System.arraycopy(source, 0, nanos, position, column.size());
            }
            position += column.size();
        }
        return new TimestampColumn(size, micros, nanos, nulls);
    }

    private static Column bytes(List<Column> columns, int size, boolean[] nulls) {
        int[] offsets = offsets(columns, c -> ((BytesColumn) c).offsets(), size);
        byte[] bytes = new byte[offsets[size]];
        int position = 0;
        for (Column column : columns) {
            int[] source = ((BytesColumn) column).offsets();
            int length = source[column.size()] - source[0];
            System.arraycopy(((BytesColumn) column).bytes(), source[0], bytes, position, length);
            position += length;
        }
        return new BytesColumn(size, bytes, offsets, nulls);
    }

    private static int[] offsets(List<Column> columns, OffsetsOf offsetsOf, int size) {
        int[] offsets = new int[size + 1];
        int position = 0;
        long base = 0;
        for (Column column : columns) {
            int[] source = offsetsOf.offsets(column);
            BytesColumn.checkedLength(base + source[column.size()] - source[0]);
            int shift = (int) base - source[0];
            for (int i = 1; i <= column.size(); i++) {
                offsets[position + i] = source[i] + shift;
            }
            position += column.size();
            base = offsets[position];
        }
        return offsets;
    }

    private static Column content(List<Column> columns, OffsetsOf offsetsOf, ContentOf contentOf) {
        List<Column> contents = new ArrayList<>(columns.size());
        for (Column column : columns) {
            int[] offsets = offsetsOf.offsets(column);
            contents.add(contentOf.content(column).slice(offsets[0], offsets[column.size()] - offsets[0]));
        }
        return of(contents);
    }

    private static Column rows(List<Column> columns, int size, boolean[] nulls) {
        int fieldCount = ((RowColumn) columns.get(0)).fields().size();
        List<Column> fields = new ArrayList<>(fieldCount);
        for (int f = 0; f < fieldCount; f++) {
            int index = f;
            fields.add(of(columns.stream()
                    .map(column -> ((RowColumn) column).fields().get(index))
                    .toList()));
        }
        return new RowColumn(size, fields, nulls);
    }
}
