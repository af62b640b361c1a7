package io.blink.core.column;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.hash.ValueHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a batch outside a process's heap: on the wire, in shuffle and in spill files. Self-describing, checksummed, encodings kept. Pure
 * functions, any thread. All numbers are little-endian.
 *
 * <pre>
 * frame      = magic:int 'BLKF' (0x464B4C42)  version:byte 1  flags:byte (bit 0: row kinds)  zero:short
 *              length:int of the whole frame, checksum included
 *              rowCount:int  columnCount:int
 *              [rowKinds: rowCount bytes, 0 to 3]
 *              column(rowCount) * columnCount
 *              checksum:long XXH64, seed 0, of all bytes before it
 * column(n)  = encoding:byte  type:byte  flags:byte (bit 0: nulls; bit 1: nanoseconds)  content
 * encoding   = 0 flat | 1 dictionary | 2 constant
 * type       = 0 byte | 1 short | 2 int | 3 long | 4 float | 5 double | 6 decimal128 | 7 timestamp | 8 bytes | 9 array | 10 map | 11 row
 * flat(n)    = [nulls: (n + 7) / 8 bytes; bit i % 8 of byte i / 8 set: value i is null]
 *              numbers:    n values
 *              decimal128: n high longs, n low longs
 *              timestamp:  n longs of microseconds [n ints of nanoseconds]
 *              bytes:      n ints, the end of each value; the bytes of all values
 *              array:      n ints, the end of each array; column(last end)
 *              map:        n ints, the end of each map; column(last end) of keys; column(last end) of values
 *              row:        fields:int; column(n) * fields
 * dictionary = entries:int  idWidth:byte (1, 2 or 4)  n unsigned ids of that width  column(entries), flat
 * constant   = column(1), flat
 * </pre>
 *
 * The value at a null position is written as it lies in memory and means nothing. A dictionary with more entries than the column has values is written
 * flat. The decoder trusts nothing: every count is checked against the bytes that are left before anything is allocated, and what does not
 * fit is a {@link CoreErrorCode#CORRUPT_FRAME} that names the offset within the frame.
 */
public final class BatchFrame {
    static final int MAGIC = 0x464B4C42;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 20;
    static final int CHECKSUM_BYTES = 8;
    static final int FLAG_ROW_KINDS = 1;

    /** The bytes from a frame's start that {@link #length} needs. */
    public static final int PREFIX_BYTES = 12;

    private BatchFrame() {}

    /** Appends the frame of {@code batch} to {@code target}; returns its length in bytes. */
    public static int encode(Batch batch, FrameBuffer target) {
        int start = target.size();
        int rows = batch.rowCount();
        target.putInt(MAGIC);
        target.putByte(VERSION);
        target.putByte(batch.rowKinds() == null ? 0 : FLAG_ROW_KINDS);
        target.putByte(0);
        target.putByte(0);
        target.putInt(0);
        target.putInt(rows);
        target.putInt(batch.columns().size());
        if (batch.rowKinds() != null) {
            target.putBytes(batch.rowKinds(), 0, rows);
        }
        for (Column column : batch.columns()) {
            ColumnEncoder.encode(column, rows, target);
        }
        int length = target.size() - start + CHECKSUM_BYTES;
        target.setInt(start + 8, length);
        target.putLong(ValueHash.ofBytes(target.bytes(), start, length - CHECKSUM_BYTES));
        return length;
    }

    public static byte[] encode(Batch batch) {
        FrameBuffer buffer = new FrameBuffer();
        encode(batch, buffer);
        return buffer.toByteArray();
    }

    /**
     * The length of the frame that starts at {@code offset}, of which at least {@link #PREFIX_BYTES} are there. Checks magic and version, not the checksum; the
     * length may still be wrong, but is at least that of an empty frame.
     */
    public static int length(byte[] bytes, int offset) {
        FrameReader reader = new FrameReader(bytes, offset, bytes.length - offset);
        return readPrefix(reader);
    }

    /** Decodes the frame at {@code bytes[offset .. offset + length)}, which it must fill exactly. */
    public static Batch decode(byte[] bytes, int offset, int length) {
        FrameReader reader = new FrameReader(bytes, offset, length);
        int stated = readPrefix(reader);
        if (stated != length) {
            throw reader.corrupt("it states a length of " + stated + " bytes, but has " + length);
        }
        checkChecksum(reader, bytes, offset, length);
        reader.limit(length - CHECKSUM_BYTES);
        int rows = reader.readCount("row count");
        int columnCount = reader.readCount("column count");
        byte[] rowKinds = (reader.flags() & FLAG_ROW_KINDS) == 0 ? null : readRowKinds(reader, rows);
        reader.require((long) columnCount * ColumnDecoder.MIN_COLUMN_BYTES, "columns");
        List<Column> columns = new ArrayList<>(columnCount);
        for (int i = 0; i < columnCount; i++) {
            columns.add(ColumnDecoder.decode(reader, rows));
        }
        if (reader.remaining() != 0) {
            throw reader.corrupt(reader.remaining() + " bytes follow the last column");
        }
        return new Batch(rows, columns, rowKinds);
    }

    /** Checks that the frame at {@code bytes[offset .. offset + length)} is whole and its checksum right, without decoding it. */
    public static void verify(byte[] bytes, int offset, int length) {
        FrameReader reader = new FrameReader(bytes, offset, length);
        int stated = readPrefix(reader);
        if (stated != length) {
            throw reader.corrupt("it states a length of " + stated + " bytes, but has " + length);
        }
        checkChecksum(reader, bytes, offset, length);
    }

    private static int readPrefix(FrameReader reader) {
        reader.require(PREFIX_BYTES, "header");
        int magic = reader.readInt();
        if (magic != MAGIC) {
            throw reader.corrupt("it starts with " + Integer.toHexString(magic) + " instead of 464b4c42");
        }
        int version = reader.readByte();
        if (version != VERSION) {
            throw reader.corrupt("its version is " + version + "; this build reads " + VERSION);
        }
        reader.flags(reader.readByte());
        reader.readShort();
        int length = reader.readInt();
        if (length < HEADER_BYTES + CHECKSUM_BYTES) {
            throw reader.corrupt("it states a length of " + length + " bytes");
        }
        return length;
    }

    private static void checkChecksum(FrameReader reader, byte[] bytes, int offset, int length) {
        long stated = reader.longAt(length - CHECKSUM_BYTES);
        long actual = ValueHash.ofBytes(bytes, offset, length - CHECKSUM_BYTES);
        if (stated != actual) {
            throw reader.corrupt(
                    "its checksum is " + Long.toHexString(stated) + ", but its bytes give " + Long.toHexString(actual));
        }
    }

    private static byte[] readRowKinds(FrameReader reader, int rows) {
        byte[] kinds = reader.readBytes(rows, "row kinds");
        for (byte kind : kinds) {
            if (kind < 0 || kind > 3) {
                throw reader.corrupt("row kind " + kind);
            }
        }
        return kinds;
    }

    static BlinkException corrupt(int offset, String what) {
        return new BlinkException(
                CoreErrorCode.CORRUPT_FRAME, "A batch frame is corrupt at byte " + offset + ": " + what + ".");
    }
}
