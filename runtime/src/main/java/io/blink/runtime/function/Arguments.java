package io.blink.runtime.function;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.IntFunction;

/**
 * One argument of a call for the rows of a batch. {@link #reader} gives its value for a row without boxing where the parameter is primitive; {@link #bind} is called for each batch.
 */
final class Arguments {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Class<?> parameter;
    private final ValueReader objects;
    /** 0 for a constant, whose only value is at position 0; else all ones. */
    private int mask;

    private boolean[] nulls;
    private byte[] bytes;
    private short[] shorts;
    private int[] ints;
    private long[] longs;
    private float[] floats;
    private double[] doubles;
    private IntFunction<Object> values;

    /** @param objects reads values that are not primitive, and all of them for messages */
    Arguments(Class<?> parameter, ValueReader objects) {
        this.parameter = parameter;
        this.objects = objects;
    }

    boolean isPrimitive() {
        return parameter.isPrimitive();
    }

    void bind(Column column) {
        Column flat = column instanceof ConstantColumn constant ? constant.value() : column.flat();
        mask = column instanceof ConstantColumn ? 0 : -1;
        nulls = flat.nulls();
        values = objects.of(flat);
        if (parameter.isPrimitive()) {
            bindPrimitive(flat);
        }
    }

    private void bindPrimitive(Column flat) {
        switch (flat.physicalType()) {
            case BYTE -> bytes = ((ByteColumn) flat).values();
            case SHORT -> shorts = ((ShortColumn) flat).values();
            case INT -> ints = ((IntColumn) flat).values();
            case LONG -> longs = ((LongColumn) flat).values();
            case FLOAT -> floats = ((FloatColumn) flat).values();
            case DOUBLE -> doubles = ((DoubleColumn) flat).values();
            default -> throw new IllegalStateException(flat.physicalType() + " for a parameter of type " + parameter);
        }
    }

    boolean mayHaveNulls() {
        return nulls != null;
    }

    boolean isNull(int row) {
        return nulls != null && nulls[row & mask];
    }

    /** The value for a message. */
    Object value(int row) {
        return values.apply(row & mask);
    }

    /** Takes a row, gives the argument as the parameter has it. */
    MethodHandle reader() {
        String method = parameter.isPrimitive() ? parameter.getName() + "At" : "value";
        Class<?> result = parameter.isPrimitive() ? parameter : Object.class;
        try {
            return LOOKUP.findVirtual(Arguments.class, method, MethodType.methodType(result, int.class))
                    .bindTo(this)
                    .asType(MethodType.methodType(parameter, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no method " + method, e);
        }
    }

    boolean booleanAt(int row) {
        return bytes[row & mask] != 0;
    }

    byte byteAt(int row) {
        return bytes[row & mask];
    }

    short shortAt(int row) {
        return shorts[row & mask];
    }

    int intAt(int row) {
        return ints[row & mask];
    }

    long longAt(int row) {
        return longs[row & mask];
    }

    float floatAt(int row) {
        return floats[row & mask];
    }

    double doubleAt(int row) {
        return doubles[row & mask];
    }
}
