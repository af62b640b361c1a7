package io.blink.shuffle;

import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the frames of each bucket stand in a data file. All numbers are little-endian.
 *
 * <pre>
 * index = magic:int 'BLKI' (0x494B4C42)  version:int 1  length:int of the whole index  buckets:int
 *         dataLength:long
 *         (offset:long of the bucket's first frame, rows:long, checksum:long) * buckets, ascending by offset
 *         checksum:long XXH64, seed 0, of all bytes before it
 * </pre>
 *
 * The frames of a bucket follow each other up to the next bucket's offset, the last one's up to {@code dataLength}.
 */
record PartitionIndex(long dataLength, long[] offsets, long[] rows, long[] checksums) {
    private static final int MAGIC = 0x494B4C42;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 24;
    private static final int BUCKET_BYTES = 24;
    private static final int CHECKSUM_BYTES = 8;

    /** The end of a bucket's frames. */
    long end(int bucket) {
        return bucket + 1 == offsets.length ? dataLength : offsets[bucket + 1];
    }

    BucketStatistics statistics() {
        long[] bytes = new long[offsets.length];
        for (int b = 0; b < bytes.length; b++) {
            bytes[b] = end(b) - offsets[b];
        }
        return new BucketStatistics(bytes, rows, checksums);
    }

    byte[] encode() {
        int length = HEADER_BYTES + offsets.length * BUCKET_BYTES + CHECKSUM_BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC)
                .putInt(VERSION)
                .putInt(length)
                .putInt(offsets.length)
                .putLong(dataLength);
        for (int b = 0; b < offsets.length; b++) {
            buffer.putLong(offsets[b]).putLong(rows[b]).putLong(checksums[b]);
        }
        buffer.putLong(ValueHash.ofBytes(buffer.array(), 0, length - CHECKSUM_BYTES));
        return buffer.array();
    }

    /** @param source names the file, for errors */
    static PartitionIndex decode(byte[] bytes, String source) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES
                || buffer.getInt() != MAGIC
                || buffer.getInt() != VERSION
                || buffer.getInt() != bytes.length) {
            throw corrupt(source, "at byte 0: it does not start as an index of " + bytes.length + " bytes");
        }
        int body = bytes.length - CHECKSUM_BYTES;
        if (buffer.getLong(body) != ValueHash.ofBytes(bytes, 0, body)) {
            throw corrupt(source, "at byte " + body + ": the checksum of the index is wrong");
        }
        int buckets = buffer.getInt();
        if (buckets < 0 || body != HEADER_BYTES + (long) buckets * BUCKET_BYTES) {
            throw corrupt(source, "at byte 12: it states " + buckets + " buckets in " + bytes.length + " bytes");
        }
        long dataLength = buffer.getLong();
        PartitionIndex index = new PartitionIndex(dataLength, new long[buckets], new long[buckets], new long[buckets]);
        for (int b = 0; b < buckets; b++) {
            index.offsets[b] = buffer.getLong();
            index.rows[b] = buffer.getLong();
            index.checksums[b] = buffer.getLong();
        }
        return index;
    }

    static BlinkException corrupt(String source, String what) {
        return new BlinkException(ShuffleErrorCode.CORRUPT_PARTITION, source + " is corrupt " + what + ".");
    }
}
