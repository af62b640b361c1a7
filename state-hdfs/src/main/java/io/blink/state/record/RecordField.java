package io.blink.state.record;

import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;

/**
 * One field of a record.
 *
 * @param key whether it is part of what records are found by
 * @param offset of the value from the record's start; for a field of variable length, of an int: where its bytes end, counted from the first variable byte
 * @param nullOffset of the byte with its null flag
 * @param endBefore offset of the int of the variable field before it; -1 if there is none or this one is fixed
 */
public record RecordField(
        DataType type, PhysicalType stored, boolean key, int offset, int nullOffset, int nullMask, int endBefore) {
    public boolean isVariable() {
        return stored == PhysicalType.BYTES;
    }

    public boolean isNull(byte[] page, int record) {
        return (page[record + nullOffset] & nullMask) != 0;
    }

    public void setNull(byte[] page, int record, boolean isNull) {
        int flags = page[record + nullOffset];
        page[record + nullOffset] = (byte) (isNull ? flags | nullMask : flags & ~nullMask);
    }

    /** Where its bytes start, from the first variable byte. */
    public int start(byte[] page, int record) {
        return endBefore < 0 ? 0 : (int) RecordBytes.INTS.get(page, record + endBefore);
    }

    public int end(byte[] page, int record) {
        return (int) RecordBytes.INTS.get(page, record + offset);
    }
}
