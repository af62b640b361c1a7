package io.blink.state.checkpoint;

import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import io.blink.state.StateErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The form of a state file. All numbers are little-endian.
 *
 * <pre>
 * file   = magic:int 'BLKS' (0x534B4C42)  version:int 1  checkpointId:long  page*
 * page   = length:int of the content  table:int  namespace:long  part:long  sequence:int  zero:int  checksum:long  content
 * </pre>
 *
 * The checksum is XXH64, seed 0, of the content, xor the same of the header's bytes before it. Handles point at pages, so a file has no index; a file without a handle means nothing.
 */
final class StateFileFormat {
    static final int FILE_HEADER_BYTES = 16;
    static final int PAGE_HEADER_BYTES = 40;
    private static final int CHECKSUM_OFFSET = 32;
    private static final int MAGIC = 0x534B4C42;
    private static final int VERSION = 1;

    private StateFileFormat() {}

    static byte[] fileHeader(long checkpointId) {
        return littleEndian(FILE_HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(checkpointId)
                .array();
    }

    static void checkFileHeader(byte[] header, String path) {
        ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int magic = buffer.getInt();
        int version = buffer.getInt();
        if (magic != MAGIC) {
            throw corrupt(path, 0, "it starts with " + Integer.toHexString(magic) + " instead of 534b4c42");
        }
        if (version != VERSION) {
            throw corrupt(path, 4, "its version is " + version + "; this build reads " + VERSION);
        }
    }

    /** @param content the checksum of the content, of {@code length} bytes */
    static byte[] pageHeader(StatePage.PageName name, int length, long content) {
        ByteBuffer header = littleEndian(PAGE_HEADER_BYTES)
                .putInt(length)
                .putInt(name.table())
                .putLong(name.namespace())
                .putLong(name.part())
                .putInt(name.sequence())
                .putInt(0);
        return header.putLong(content ^ ValueHash.ofBytes(header.array(), 0, CHECKSUM_OFFSET))
                .array();
    }

    static long checksum(byte[] bytes, int offset, int length) {
        return ValueHash.ofBytes(bytes, offset, length);
    }

    /** Checks a page, header and content, that starts at {@code at} against what the handle says of it. */
    static void checkPage(byte[] bytes, int at, StateHandle.PageLocation location, String path) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, PAGE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt() != location.length()
                || header.getInt() != location.table()
                || header.getLong() != location.namespace()
                || header.getLong() != location.part()
                || header.getInt() != location.sequence()) {
            throw corrupt(path, location.offset(), "the page there is not the one that the checkpoint lists");
        }
        long content = checksum(bytes, at + PAGE_HEADER_BYTES, location.length());
        long stated = header.getLong(at + CHECKSUM_OFFSET);
        if (content != location.checksum() || stated != (content ^ ValueHash.ofBytes(bytes, at, CHECKSUM_OFFSET))) {
            throw corrupt(
                    path,
                    location.offset(),
                    "the page's checksum is " + Long.toHexString(location.checksum()) + ", but its bytes give "
                            + Long.toHexString(content));
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static BlinkException corrupt(String path, long offset, String what) {
        return new BlinkException(
                StateErrorCode.CORRUPT_STATE,
                "State file '" + path + "' is damaged at byte " + offset + ": " + what
                        + ". Restore the job from another checkpoint.");
    }
}
