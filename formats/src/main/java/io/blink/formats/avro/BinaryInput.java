package io.blink.formats.avro;

import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The binary encoding (Avro 1.12 specification, "Binary Encoding"), read where it lies. A length or a count that the remaining bytes cannot hold is an error before anything is taken
 * for it; the library's decoder takes an array of the length that it reads.
 */
public final class BinaryInput implements AvroInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int at;
    private int end;
    private int start;
    private int length;
    /** Items that arrays and maps may still have: none takes less than a byte, unless it is null. */
    private long itemsLeft;

    public void reset(byte[] source, int from, int count) {
        bytes = source;
        at = from;
        end = from + count;
        itemsLeft = count;
    }

    public int position() {
        return at;
    }

    public void moveTo(int position) {
        at = position;
    }

    public boolean atEnd() {
        return at == end;
    }

    /** An error where something is left. */
    public void finish() throws MalformedRecord {
        if (at != end) {
            throw new MalformedRecord(
                    (end - at) + " bytes are left behind the record: it was written with another schema");
        }
    }

    @Override
    public void readNull() {
        // Takes no bytes.
    }

    private void require(long count) throws MalformedRecord {
        if (count < 0 || count > end - at) {
            throw new MalformedRecord(
                    "the record ends within a value: " + count + " bytes are needed and " + (end - at) + " are there");
        }
    }

    @Override
    public boolean readBoolean() throws MalformedRecord {
        require(1);
        byte value = bytes[at++];
        if ((value & ~1) != 0) {
            throw new MalformedRecord(value + " is no boolean");
        }
        return value == 1;
    }

    @Override
    public int readInt() throws MalformedRecord {
        long value = readLong();
        if (value != (int) value) {
            throw new MalformedRecord(value + " is no int");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws MalformedRecord {
        long raw = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(1);
            byte part = bytes[at++];
            raw |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecord("a number has more than 10 bytes");
    }

    @Override
    public float readFloat() throws MalformedRecord {
        require(Float.BYTES);
        float value = Float.intBitsToFloat((int) INT.get(bytes, at));
        at += Float.BYTES;
        return value;
    }

    @Override
    public double readDouble() throws MalformedRecord {
        require(Double.BYTES);
        double value = Double.longBitsToDouble((long) LONG.get(bytes, at));
        at += Double.BYTES;
        return value;
    }

    @Override
    public void findString() throws MalformedRecord {
        findBytes();
        if (!Utf8.isValid(bytes, start, start + length)) {
            throw new MalformedRecord("the text is not UTF-8");
        }
    }

    @Override
    public void findBytes() throws MalformedRecord {
        long count = readLong();
        require(count);
        found((int) count);
    }

    @Override
    public void findFixed(int size) throws MalformedRecord {
        require(size);
        found(size);
    }

    private void found(int count) {
        start = at;
        length = count;
        at += count;
    }

    @Override
    public byte[] array() {
        return bytes;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int readEnum(int symbols) throws MalformedRecord {
        return choice(symbols, "symbol", "enum");
    }

    @Override
    public int readBranch(int branches) throws MalformedRecord {
        return choice(branches, "branch", "union");
    }

    private int choice(int count, String what, String of) throws MalformedRecord {
        int value = readInt();
        if (value < 0 || value >= count) {
            throw new MalformedRecord(
                    what + " " + value + " of a" + (of.equals("enum") ? "n " : " ") + of + " that has " + count);
        }
        return value;
    }

    @Override
    public long arrayStart() throws MalformedRecord {
        return block();
    }

    @Override
    public long arrayNext() throws MalformedRecord {
        return block();
    }

    @Override
    public long mapStart() throws MalformedRecord {
        return block();
    }

    @Override
    public long mapNext() throws MalformedRecord {
        return block();
    }

    /** A negative count has the block's bytes behind it, which nobody needs. */
    private long block() throws MalformedRecord {
        long count = readLong();
        if (count < 0) {
            count = -count;
            require(readLong());
        }
        if (count < 0 || count > itemsLeft) {
            throw new MalformedRecord("a block of " + count + " items is longer than the record");
        }
        itemsLeft -= count;
        return count;
    }
}
