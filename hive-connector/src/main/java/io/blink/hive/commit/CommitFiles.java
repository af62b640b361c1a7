package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.filesystem.TableFiles;
import io.blink.hive.HivePaths;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;

/** The file operations of a commit, on whichever file system a path is on; failures are {@code BlinkException}s. Blocks; safe on any thread. */
public final class CommitFiles {
    private static final int JOURNAL_BYTES_MAX = 1 << 28;

    private final FileSystems fileSystems;

    public CommitFiles(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    public FileSystem fileSystem(String path) {
        return fileSystems.of(path);
    }

    Optional<FileStatus> status(String path) {
        try {
            return fileSystem(path).status(path);
        } catch (IOException e) {
            throw failed("look at", path, e);
        }
    }

    boolean exists(String path) {
        return status(path).isPresent();
    }

    /** The direct children of a folder; none if it does not exist. */
    List<FileStatus> list(String folder) {
        try {
            return fileSystem(folder).list(folder);
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    /** The files below a folder that readers of the table see; none if it does not exist. */
    public List<FileStatus> visibleFiles(String folder) {
        try {
            return fileSystem(folder).listFiles(folder).stream()
                    .filter(file -> !TableFiles.isHidden(HivePaths.below(folder, file.path())))
                    .toList();
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    void createFolder(String folder) {
        try {
            fileSystem(folder).createDirectories(folder);
        } catch (IOException e) {
            throw failed("create", folder, e);
        }
    }

    /** Creates a small file; false if there is one. Readers may see it before it is complete: see {@link #publish}. */
    boolean createNew(String path, String content) {
        try (OutputStream stream = fileSystem(path).create(path)) {
            stream.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw failed("create", path, e);
        }
        return true;
    }

    /** Creates an empty file, or makes it as new as the call where it is there: it is never missing for those who wait for it. */
    void mark(String path) {
        try {
            if (!fileSystem(path).touch(path)) {
                createNew(path, "");
            }
        } catch (IOException e) {
            throw failed("mark", path, e);
        }
    }

    /** Creates a file that is seen complete or not at all; false if there is one. @param draft a name that is the caller's alone */
    boolean publish(String path, String content, String draft) {
        delete(draft);
        if (!createNew(draft, content)) {
            return false;
        }
        boolean published = rename(draft, path);
        if (!published) {
            delete(draft);
        }
        return published;
    }

    String read(String path) {
        return readIfExists(path)
                .orElseThrow(() -> failed("read", path, new FileNotFoundException(path + " does not exist")));
    }

    Optional<String> readIfExists(String path) {
        try (InputFile file = fileSystem(path).open(path)) {
            long length = file.length();
            if (length > JOURNAL_BYTES_MAX) {
                throw new IOException(path + " has " + length + " bytes, too many for a journal");
            }
            byte[] content = new byte[(int) length];
            file.readFully(0, content, 0, content.length);
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /** False if the source is missing or the target exists. */
    boolean rename(String from, String to) {
        try {
            return fileSystem(from).rename(from, to);
        } catch (IOException e) {
            throw failed("move " + from + " to", to, e);
        }
    }

    boolean delete(String path) {
        try {
            return fileSystem(path).delete(path);
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
    }

    static BlinkException failed(String action, String path, IOException cause) {
        return new BlinkException(
                CoreErrorCode.FILE_SYSTEM, "Cannot " + action + " " + path + ": " + cause.getMessage(), cause);
    }
}
