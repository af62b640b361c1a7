package io.blink.formats.orc;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.orc.OrcProto;
import org.apache.orc.impl.OrcTail;

/**
 * Footers parsed before, so that the splits of one file, and planning, parse its footer once. The bytes of a footer are read from the file each time and compared: a file that was replaced is
 * parsed again. Holds those used last, bounded by the bytes of the footers. Any thread.
 */
final class OrcTails {
    private static final long HELD_BYTES_MAX = 4L << 20;

    private record Held(long fileLength, byte[] footer, OrcTail tail) {}

    private final Map<String, Held> byPath = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    /** As it was parsed before; {@code null} if it was not, or the file is another now. */
    OrcTail known(InputFile file) throws IOException {
        Held held = held(file.path());
        boolean same = held != null
                && held.fileLength == file.length()
                && Arrays.equals(held.footer, end(file, held.footer.length));
        return same ? held.tail : null;
    }

    private synchronized Held held(String path) {
        return byPath.get(path);
    }

    private static byte[] end(InputFile file, int bytes) throws IOException {
        byte[] end = new byte[bytes];
        ReadFailure.readFully(file, file.length() - bytes, end, 0, bytes);
        return end;
    }

    /** Keeps what was parsed of a file. */
    void hold(InputFile file, OrcTail tail) throws IOException {
        OrcProto.PostScript postScript = tail.getPostScript();
        // The postscript, at most 255 bytes, and its length in one byte are behind the footer.
        long bytes = postScript.getFooterLength() + postScript.getSerializedSize() + 1;
        if (bytes > 0 && bytes <= Math.min(HELD_BYTES_MAX, file.length())) {
            hold(file.path(), new Held(file.length(), end(file, (int) bytes), tail));
        }
    }

    private synchronized void hold(String path, Held held) {
        Held before = byPath.put(path, held);
        heldBytes += held.footer.length - (before == null ? 0 : before.footer.length);
        var oldest = byPath.entrySet().iterator();
        while (heldBytes > HELD_BYTES_MAX) {
            heldBytes -= oldest.next().getValue().footer.length;
            oldest.remove();
        }
    }
}
