package io.blink.runtime.control;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Where workers find the master of now: a folder with one file for each term, {@code term-N}, that holds {@code HOST:PORT} and a line end. A master writes its own term's file
 * and touches no other, and readers take the highest term: what a master that was paused in the middle of writing leaves when it wakes behind its successor is never read.
 * Calls block.
 */
public final class MasterAddressFolder {
    private static final String PREFIX = "term-";
    private static final String DRAFT_PREFIX = "draft-";

    private final FileSystem fileSystem;
    private final String folder;

    /** @param folder made by the first master */
    public MasterAddressFolder(FileSystem fileSystem, String folder) {
        this.fileSystem = fileSystem;
        this.folder = folder;
    }

    /** Called once in a term. A draft is renamed to its place, so that nobody reads half a line. */
    public void publish(int term, String host, int port) throws IOException {
        String draft = folder + "/" + DRAFT_PREFIX + term;
        String file = folder + "/" + PREFIX + term;
        try (OutputStream stream = fileSystem.create(draft)) {
            stream.write((host + ":" + port + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (!fileSystem.rename(draft, file)) {
            throw new IOException("The master's address cannot be written to " + file);
        }
    }

    /** The master's address of the highest term; {@link FileNotFoundException} while there is none. */
    public InetSocketAddress latest() throws IOException {
        FileStatus file = fileSystem.list(folder).stream()
                .filter(MasterAddressFolder::isPublished)
                .max(Comparator.comparingInt(MasterAddressFolder::term))
                .orElseThrow(() -> new FileNotFoundException("No master has written its address to " + folder));
        try (InputFile input = fileSystem.open(file.path())) {
            byte[] text = new byte[Math.toIntExact(input.length())];
            input.readFully(0, text, 0, text.length);
            return parse(new String(text, StandardCharsets.UTF_8).strip());
        }
    }

    private static boolean isPublished(FileStatus file) {
        return file.name().matches(PREFIX + "\\d{1,9}");
    }

    private static int term(FileStatus file) {
        return Integer.parseInt(file.name().substring(PREFIX.length()));
    }

    /** @param text {@code HOST:PORT}; anything else is an IllegalArgumentException */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        try {
            return InetSocketAddress.createUnresolved(
                    text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT", e);
        }
    }
}
