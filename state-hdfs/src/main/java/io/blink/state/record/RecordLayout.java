package io.blink.state.record;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.state.StateErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the records of a table lie in a page. The form is part of every checkpoint and does not change. All numbers are little-endian.
 *
 * <pre>
 * record   = length:int of its place, a multiple of 8   hash:long of the key   nulls   fixed   variable
 * nulls    = a bit a field, set if it is NULL: bit i % 8 of byte i / 8; keys first
 * fixed    = one after the other: BYTE 1, SHORT 2, INT and FLOAT 4, LONG and DOUBLE 8, DECIMAL128 16 (high, low), TIMESTAMP_NANOS 12 (microseconds, nanoseconds),
 *            BYTES 4: the end of its bytes, from the start of variable; ARRAY, MAP and ROW as BYTES that are a batch frame of one value;
 *            in a table with times the LONG of milliseconds when the record was last written
 * variable = the bytes of all such fields, in order
 * </pre>
 */
public final class RecordLayout {
    /** Bytes of one record. */
    public static final int RECORD_BYTES_MAX = 16 << 20;

    /** Kept free for each value of variable length when a record is made without its values. */
    private static final int SPARE_BYTES = 16;

    private final String table;
    private final List<RecordField> keys;
    private final List<RecordField> values;
    private final int timeOffset;
    private final int fixedBytes;
    private final int nullsOffset = RecordBytes.HEADER_BYTES;
    private final int nullBytes;
    private final boolean variableKeys;
    private final boolean variableValues;
    private final int lastKeyEnd;
    private int nextOffset;
    private int lastEnd = -1;

    /** @param timed whether records have a time */
    public RecordLayout(String table, List<DataType> keyTypes, List<DataType> valueTypes, boolean timed) {
        this.table = table;
        nullBytes = (keyTypes.size() + valueTypes.size() + 7) / 8;
        nextOffset = nullsOffset + nullBytes;
        keys = fields(keyTypes, 0, true);
        lastKeyEnd = lastEnd;
        values = fields(valueTypes, keyTypes.size(), false);
        timeOffset = timed ? nextOffset : -1;
        nextOffset += timed ? Long.BYTES : 0;
        fixedBytes = nextOffset;
        variableKeys = keys.stream().anyMatch(RecordField::isVariable);
        variableValues = values.stream().anyMatch(RecordField::isVariable);
    }

    private List<RecordField> fields(List<DataType> types, int firstIndex, boolean key) {
        List<RecordField> fields = new ArrayList<>();
        for (DataType type : types) {
            int index = firstIndex + fields.size();
            PhysicalType stored = stored(type, key);
            fields.add(new RecordField(
                    type,
                    stored,
                    key,
                    nextOffset,
                    nullsOffset + index / 8,
                    1 << (index % 8),
                    stored == PhysicalType.BYTES ? lastEnd : -1));
            if (stored == PhysicalType.BYTES) {
                lastEnd = nextOffset;
            }
            nextOffset += bytes(stored);
        }
        return List.copyOf(fields);
    }

    private PhysicalType stored(DataType type, boolean key) {
        PhysicalType physical = type.physicalType();
        boolean nested = physical == PhysicalType.ARRAY || physical == PhysicalType.MAP || physical == PhysicalType.ROW;
        if (nested && key) {
            throw new BlinkException(
                    StateErrorCode.STATE_KEY_TYPE,
                    "Table '" + table + "': state cannot be keyed by a " + type + ". Key it by its parts.");
        }
        return nested ? PhysicalType.BYTES : physical;
    }

    private static int bytes(PhysicalType stored) {
        return switch (stored) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, FLOAT, BYTES -> 4;
            case LONG, DOUBLE -> 8;
            case TIMESTAMP_NANOS -> 12;
            case DECIMAL128 -> 16;
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException(stored + " is stored as BYTES");
        };
    }

    public List<RecordField> keys() {
        return keys;
    }

    public List<RecordField> values() {
        return values;
    }

    /** Of the time within a record; -1 if it has none. */
    public int timeOffset() {
        return timeOffset;
    }

    public boolean hasVariableValues() {
        return variableValues;
    }

    /** Offset of the first variable byte from the record's start. */
    public int fixedBytes() {
        return fixedBytes;
    }

    /** Columns in the form in which they are stored: flat, nested values as bytes. */
    public Column[] stored(Column[] columns, List<RecordField> fields) {
        Column[] stored = new Column[columns.length];
        for (int c = 0; c < stored.length; c++) {
            Column flat = columns[c].flat();
            boolean nested =
                    fields.get(c).type().physicalType() != fields.get(c).stored();
            stored[c] = nested ? NestedBytes.encode(flat) : flat;
        }
        return stored;
    }

    /**
     * The place that each row's record takes.
     *
     * @param valueColumns {@code null}: without values yet
     */
    public void lengths(Column[] keyColumns, Column[] valueColumns, int rows, int[] lengths) {
        int spare = 0;
        if (valueColumns == null) {
            for (RecordField field : values) {
                spare += field.isVariable() ? SPARE_BYTES : 0;
            }
        }
        Arrays.fill(lengths, 0, rows, fixedBytes + spare);
        if (variableKeys) {
            addVariable(keyColumns, rows, lengths);
        }
        if (variableValues && valueColumns != null) {
            addVariable(valueColumns, rows, lengths);
        }
        for (int i = 0; i < rows; i++) {
            lengths[i] = place(lengths[i]);
        }
    }

    private void addVariable(Column[] columns, int rows, int[] lengths) {
        for (Column column : columns) {
            if (column instanceof BytesColumn bytes) {
                int[] offsets = bytes.offsets();
                for (int i = 0; i < rows; i++) {
                    lengths[i] = checkedSum(lengths[i], offsets[i + 1] - offsets[i]);
                }
            }
        }
    }

    private int checkedSum(int length, int more) {
        long sum = (long) length + more;
        if (sum > RECORD_BYTES_MAX) {
            throw new BlinkException(
                    StateErrorCode.STATE_TOO_LARGE,
                    "Table '" + table + "': a record of " + sum + " bytes; the limit is " + RECORD_BYTES_MAX
                            + ". Shorten the values.");
        }
        return (int) sum;
    }

    /** Bytes for a record with these many before rounding. */
    public static int place(int bytes) {
        return (bytes + 7) & -8;
    }

    /** The place that an existing record takes with these values, row by row. */
    public int lengthWith(byte[] page, int record, Column[] valueColumns, int row) {
        int length = fixedBytes + keyBytes(page, record);
        for (Column column : valueColumns) {
            if (column instanceof BytesColumn bytes) {
                length = checkedSum(length, bytes.length(row));
            }
        }
        return place(length);
    }

    private int keyBytes(byte[] page, int record) {
        return lastKeyEnd < 0 ? 0 : (int) RecordBytes.INTS.get(page, record + lastKeyEnd);
    }

    /** Header of a new record, every field NULL. */
    public void start(byte[] page, int record, int length, long hash) {
        RecordBytes.setLength(page, record, length);
        RecordBytes.setHash(page, record, hash);
        for (int i = 0; i < nullBytes; i++) {
            page[record + nullsOffset + i] = (byte) 0xFF;
        }
    }

    /** After the key is written: values of variable length have no bytes. */
    public void clearValues(byte[] page, int record) {
        if (variableValues) {
            int end = keyBytes(page, record);
            for (RecordField field : values) {
                if (field.isVariable()) {
                    RecordBytes.INTS.set(page, record + field.offset(), end);
                }
            }
        }
    }

    /** As {@link #start} leaves values and {@link #clearValues} after it. */
    public void forgetValues(byte[] page, int record) {
        for (RecordField field : values) {
            field.setNull(page, record, true);
        }
        clearValues(page, record);
    }
}
