package io.blink.core.spi.function;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A value of type ROW: fields by position from 0, and by name where it has names, as those have that a function is given. */
public final class Row {
    private final Object[] fields;
    private final Map<String, Integer> positions;

    public Row(int arity) {
        this(new Object[arity], Map.of());
    }

    private Row(Object[] fields, Map<String, Integer> positions) {
        this.fields = fields;
        this.positions = positions;
    }

    public static Row of(Object... values) {
        return new Row(values.clone(), Map.of());
    }

    /** A row of NULLs whose fields have these names. */
    public static Row withNames(String... names) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            positions.put(names[i], i);
        }
        return new Row(new Object[names.length], positions);
    }

    /** A row with the names of this one. */
    public Row withValues(Object... values) {
        if (values.length != fields.length) {
            throw new IllegalArgumentException(values.length + " values for " + fields.length + " fields");
        }
        return new Row(values.clone(), positions);
    }

    public int getArity() {
        return fields.length;
    }

    public Object getField(int position) {
        return fields[position];
    }

    public Object getField(String name) {
        return fields[position(name)];
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getFieldAs(int position) {
        return (T) fields[position];
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getFieldAs(String name) {
        return (T) fields[position(name)];
    }

    public void setField(int position, Object value) {
        fields[position] = value;
    }

    public void setField(String name, Object value) {
        fields[position(name)] = value;
    }

    /** In order; empty where there are none. */
    public Set<String> getFieldNames() {
        return positions.keySet();
    }

    private int position(String name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalArgumentException("The row has no field '" + name + "' but " + positions.keySet());
        }
        return position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.deepEquals(fields, row.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(fields);
    }

    @Override
    public String toString() {
        return "+I" + Arrays.deepToString(fields);
    }
}
