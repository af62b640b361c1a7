package io.blink.runtime.operator.kit;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random batches in all encodings. The k-th value of a type is the same everywhere, so that columns meet in joins. */
public final class RandomRows {
    private final Random random;

    public RandomRows(Random random) {
        this.random = random;
    }

    /** Batches of random sizes. @param distinct how many values each column draws from */
    public List<Batch> batches(List<DataType> types, int rows, int[] distinct) {
        List<Batch> batches = new ArrayList<>();
        int left = rows;
        while (left > 0) {
            int count = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 5000 : 50));
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                columns.add(column(types.get(i), count, distinct[i]));
            }
            batches.add(new Batch(count, columns));
            left -= count;
        }
        return batches;
    }

    public Column column(DataType type, int count, int distinct) {
        switch (random.nextInt(8)) {
            case 0:
                return new ConstantColumn(count, flat(type, 1, distinct));
            case 1, 2:
                int entries = 1 + random.nextInt(20);
                int[] ids = new int[count];
                for (int i = 0; i < count; i++) {
                    ids[i] = random.nextInt(entries);
                }
                return new DictionaryColumn(count, ids, flat(type, entries, distinct));
            default:
                return flat(type, count, distinct);
        }
    }

    private Column flat(DataType type, int count, int distinct) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        boolean nulls = type.nullable() && random.nextBoolean();
        for (int i = 0; i < count; i++) {
            if (nulls && random.nextInt(10) == 0) {
                builder.appendNull();
            } else {
                append(builder, type, random.nextInt(distinct));
            }
        }
        return builder.build();
    }

    private static void append(ColumnBuilder builder, DataType type, int k) {
        switch (type.physicalType()) {
            case BYTE -> ((ByteColumnBuilder) builder).append((byte) (type.kind() == TypeKind.BOOLEAN ? k % 2 : k - 5));
            case SHORT -> ((ShortColumnBuilder) builder).append((short) (k * 3 - 7));
            case INT -> ((IntColumnBuilder) builder).append(k * 7 - 50);
            case LONG -> ((LongColumnBuilder) builder).append(k % 3 == 0 ? k : k * 1_000_003L - 500_000_000L);
            case FLOAT -> ((FloatColumnBuilder) builder).append(k % 11 == 0 ? -0.0f : k * 0.25f - 3);
            case DOUBLE ->
                ((DoubleColumnBuilder) builder).append(k % 13 == 0 ? -0.0 : k % 17 == 0 ? 0.0 : k * 0.5 - 20);
            case DECIMAL128 ->
                ((Decimal128ColumnBuilder) builder).append(k % 2 == 0 ? k / 7 : -1 - k / 5, k * 0x9E3779B97F4A7C15L);
            case TIMESTAMP_NANOS -> ((TimestampColumnBuilder) builder).append(k * 1000L, k % 5 * 100);
            case BYTES -> ((BytesColumnBuilder) builder).append("v" + "x".repeat(k % 23) + k);
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                for (int i = 0; i < k % 4; i++) {
                    append(arrays.elements(), type.element(), k + i);
                }
                arrays.endArray();
            }
            case MAP, ROW -> throw new IllegalArgumentException("no random values of " + type);
        }
    }
}
