package io.blink.runtime.function;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/** The results of a call for the rows of a batch, in order; without boxing where the method returns a primitive. */
final class Results {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> returned;
    private final DataType type;
    private final ValueWriter objects;

    private boolean[] nulls;
    private byte[] bytes;
    private short[] shorts;
    private int[] ints;
    private long[] longs;
    private float[] floats;
    private double[] doubles;
    private ColumnBuilder builder;

    /** @param objects writes values that are not primitive */
    Results(Class<?> returned, DataType type, ValueWriter objects) {
        this.returned = returned;
        this.type = type;
        this.objects = objects;
    }

    void begin(int rows) {
        nulls = null;
        if (!returned.isPrimitive()) {
            builder = ColumnBuilder.of(type, rows);
            return;
        }
        switch (type.physicalType()) {
            case BYTE -> bytes = new byte[rows];
            case SHORT -> shorts = new short[rows];
            case INT -> ints = new int[rows];
            case LONG -> longs = new long[rows];
            case FLOAT -> floats = new float[rows];
            case DOUBLE -> doubles = new double[rows];
            default -> throw new IllegalStateException(type + " of a method that returns " + returned);
        }
    }

    void setNull(int row, int rows) {
        if (!returned.isPrimitive()) {
            builder.appendNull();
            return;
        }
        nulls = nulls == null ? new boolean[rows] : nulls;
        nulls[row] = true;
    }

    Column end(int rows) {
        if (!returned.isPrimitive()) {
            return builder.build();
        }
        boolean[] flags = nulls == null ? null : Arrays.copyOf(nulls, rows);
        return switch (type.physicalType()) {
            case BYTE -> new ByteColumn(rows, bytes, flags);
            case SHORT -> new ShortColumn(rows, shorts, flags);
            case INT -> new IntColumn(rows, ints, flags);
            case LONG -> new LongColumn(rows, longs, flags);
            case FLOAT -> new FloatColumn(rows, floats, flags);
            case DOUBLE -> new DoubleColumn(rows, doubles, flags);
            default -> throw new IllegalStateException(type + " of a method that returns " + returned);
        };
    }

    /** Takes a result and its row. */
    MethodHandle writer() {
        Class<?> taken = returned.isPrimitive() ? returned : Object.class;
        try {
            return LOOKUP.findVirtual(Results.class, "set", MethodType.methodType(void.class, taken, int.class))
                    .bindTo(this)
                    .asType(MethodType.methodType(void.class, returned, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no method for " + returned, e);
        }
    }

    void set(boolean value, int row) {
        bytes[row] = (byte) (value ? 1 : 0);
    }

    void set(byte value, int row) {
        bytes[row] = value;
    }

    void set(short value, int row) {
        shorts[row] = value;
    }

    void set(int value, int row) {
        ints[row] = value;
    }

    void set(long value, int row) {
        longs[row] = value;
    }

    void set(float value, int row) {
        floats[row] = value;
    }

    void set(double value, int row) {
        doubles[row] = value;
    }

    void set(Object value, int row) {
        objects.append(value, builder);
    }
}
