package io.blink.formats.parquet.metadata;

import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Footers parsed before, so that the splits of one file, and planning, parse its footer once. The bytes of a footer are read from the file each time and compared: a file that was
 * replaced is parsed again. Holds those used last, bounded by the bytes of the footers. Any thread.
 */
public final class Footers {
    private static final long HELD_BYTES_MAX = 4L << 20;
    private static final int FIRST_READ_BYTES = 128 << 10;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private record Held(long fileLength, byte[] footer, Footer parsed) {}

    /** A footer and, once somebody asked, the statistics in it. */
    public static final class Footer {
        private final ParquetMetadata metadata;
        private volatile TableStatistics statistics;

        private Footer(ParquetMetadata metadata) {
            this.metadata = metadata;
        }

        ParquetMetadata metadata() {
            return metadata;
        }

        /** @param file that the footer is of */
        TableStatistics statistics(InputFile file) throws IOException {
            TableStatistics known = statistics;
            if (known == null) {
                known = FooterStatistics.of(file, metadata);
                statistics = known;
            }
            return known;
        }
    }

    private final Map<String, Held> byPath = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    /** What the footer says, all row groups included; shared and not to be changed. A file that is none of Parquet is an error that names it. */
    public ParquetMetadata of(InputFile file) throws IOException {
        return parsed(file).metadata();
    }

    public TableStatistics statistics(InputFile file) throws IOException {
        return parsed(file).statistics(file);
    }

    private Footer parsed(InputFile file) throws IOException {
        byte[] footer = footer(file);
        Footer known = footer == null ? null : known(file, footer);
        if (known != null) {
            return known;
        }
        try (ParquetFileReader reader =
                ParquetFiles.open(file, ParquetFiles.options().build())) {
            Footer parsed = new Footer(reader.getFooter());
            if (footer != null && footer.length <= HELD_BYTES_MAX) {
                hold(file.path(), new Held(file.length(), footer, parsed));
            }
            return parsed;
        }
    }

    private synchronized Footer known(InputFile file, byte[] footer) throws IOException {
        Held held = byPath.get(file.path());
        boolean same = held != null && held.fileLength == file.length() && Arrays.equals(held.footer, footer);
        return same ? held.parsed : null;
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

    /** The footer's bytes; {@code null} where there is none of the usual kind, which whoever parses it has to judge. */
    private static byte[] footer(InputFile file) throws IOException {
        long length = file.length();
        if (length < 3 * MAGIC.length) {
            return null;
        }
        byte[] tail = tail(file, (int) Math.min(length, FIRST_READ_BYTES));
        int end = tail.length - 2 * MAGIC.length;
        int footerLength = (int) INTS.get(tail, end);
        boolean usual = Arrays.equals(tail, tail.length - MAGIC.length, tail.length, MAGIC, 0, MAGIC.length);
        if (!usual || footerLength <= 0 || footerLength > Math.min(HELD_BYTES_MAX, length - 3 * MAGIC.length)) {
            return null;
        }
        if (footerLength > end) {
            tail = tail(file, footerLength + 2 * MAGIC.length);
            end = footerLength;
        }
        return Arrays.copyOfRange(tail, end - footerLength, end);
    }

    private static byte[] tail(InputFile file, int bytes) throws IOException {
        byte[] tail = new byte[bytes];
        ReadFailure.readFully(file, file.length() - bytes, tail, 0, bytes);
        return tail;
    }
}
