package io.blink.core.spi.filesystem;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Files by URI ({@code hdfs://…}, {@code file:/…}). Calls block and are made on I/O threads only; safe on several at once. Errors are
 * {@link IOException}s whose message names the path.
 */
public interface FileSystem {
    /** Opens a file for positioned reads; {@link java.io.FileNotFoundException} if there is none. */
    InputFile open(String path) throws IOException;

    /**
     * Creates a file and its parent directories; {@link java.nio.file.FileAlreadyExistsException} if it exists. The content is durable and visible when the
     * stream is closed without an exception.
     */
    OutputStream create(String path) throws IOException;

    /** The file or directory, or empty if there is none. */
    Optional<FileStatus> status(String path) throws IOException;

    /** The direct children of a directory, sorted by path; empty if it does not exist. */
    List<FileStatus> list(String directory) throws IOException;

    /** All files below a directory, at any depth, sorted by path; empty if it does not exist. */
    List<FileStatus> listFiles(String directory) throws IOException;

    void createDirectories(String directory) throws IOException;

    /** Moves a file or directory, atomically, never over an existing one; false if the source is missing or the target exists. */
    boolean rename(String from, String to) throws IOException;

    /** Deletes a file, or a directory with all that is in it; false if there was none. */
    boolean delete(String path) throws IOException;

    /** Makes now the time of a file's last change, where the file system keeps one, and leaves all else as it is; false if there is no such file. */
    boolean touch(String path) throws IOException;

    /** Where the parts of a file lie, ascending; empty if location does not matter. One call asks for a whole file. */
    default List<FileBlock> blocks(String path) throws IOException {
        return List.of();
    }
}
