package io.blink.yarn.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A tar archive (POSIX ustar, with GNU's entries for long names and its form of sizes from 8 GB). Nodes unpack it with the tool of that name, which restores times of
 * files: they count from 1970 here, where a zip archive has the local time of whoever wrote it.
 */
final class TarWriter implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int NAME_MAX = 100;
    private static final long OCTAL_SIZE_MAX = (1L << 33) - 1;
    private static final String LONG_NAME = "././@LongLink";

    private enum Kind {
        FILE('0'),
        FOLDER('5'),
        LONG_NAME('L');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    private final OutputStream stream;

    TarWriter(OutputStream stream) {
        this.stream = stream;
    }

    /** @param name with {@code /} between folders @throws IOException also when the file's size changes meanwhile */
    void file(String name, Path file) throws IOException {
        long size = Files.size(file);
        long seconds = Files.getLastModifiedTime(file).toMillis() / 1000;
        entry(name, Kind.FILE, Files.isExecutable(file) ? 0755 : 0644, size, seconds);
        try (InputStream content = Files.newInputStream(file)) {
            copy(content, size, file);
        }
        fill(size);
    }

    private void copy(InputStream content, long size, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int count = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new IOException(file + " became shorter while it was read");
            }
            stream.write(buffer, 0, count);
            left -= count;
        }
        if (content.read() >= 0) {
            throw new IOException(file + " became longer while it was read");
        }
    }

    void folder(String name) throws IOException {
        entry(name + "/", Kind.FOLDER, 0755, 0, 0);
    }

    private void entry(String name, Kind kind, int mode, long size, long seconds) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_MAX) {
            header(LONG_NAME.getBytes(StandardCharsets.US_ASCII), Kind.LONG_NAME, 0644, bytes.length + 1L, 0);
            stream.write(bytes);
            stream.write(0);
            fill(bytes.length + 1L);
        }
        header(Arrays.copyOf(bytes, Math.min(bytes.length, NAME_MAX)), kind, mode, size, seconds);
    }

    private void header(byte[] name, Kind kind, int mode, long size, long seconds) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        header.put(0, name);
        octal(header, 100, 7, mode);
        octal(header, 108, 7, 0);
        octal(header, 116, 7, 0);
        if (size <= OCTAL_SIZE_MAX) {
            octal(header, 124, 11, size);
        } else {
            header.put(124, (byte) 0x80).putLong(128, size);
        }
        octal(header, 136, 11, Math.max(0, seconds));
        header.put(156, (byte) kind.letter);
        header.put(257, "ustar\0".getBytes(StandardCharsets.US_ASCII));
        header.put(263, "00".getBytes(StandardCharsets.US_ASCII));
        header.put(148, "        ".getBytes(StandardCharsets.US_ASCII));
        int sum = 0;
        for (byte value : header.array()) {
            sum += Byte.toUnsignedInt(value);
        }
        octal(header, 148, 6, sum);
        header.put(154, (byte) 0);
        stream.write(header.array());
    }

    private static void octal(ByteBuffer header, int position, int digits, long value) {
        String text = Long.toOctalString(value);
        header.put(position, ("0".repeat(digits - text.length()) + text).getBytes(StandardCharsets.US_ASCII));
    }

    private void fill(long written) throws IOException {
        stream.write(new byte[(int) (-written & (BLOCK - 1))]);
    }

    /** Ends the archive; the stream stays open. */
    @Override
    public void close() throws IOException {
        stream.write(new byte[2 * BLOCK]);
    }
}
