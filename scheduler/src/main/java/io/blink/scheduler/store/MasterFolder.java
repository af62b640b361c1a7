package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.scheduler.SchedulerErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder {@code masters/TERM} of one master, through which everything it writes goes, and how a master of a higher term shuts it.
 *
 * <p>A file is published by writing it under a temporary name <em>in the master's folder</em> and renaming it to where it belongs. Shutting renames the folder away,
 * which takes the temporary files with it, and puts a plain file in its place, for good, so that the folder cannot come into being again. Renames are atomic: a
 * publication either happened before the folder was shut, and the new master finds it, or it fails.
 */
final class MasterFolder {
    /** Where masters have their folders; no job has this name. */
    static final String MASTERS = "masters";

    private static final int SHUT_ROUNDS_MAX = 100;

    private final FileSystem fileSystem;
    private final String parent;
    private final int term;
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    MasterFolder(FileSystem fileSystem, String storage, int term) {
        this.fileSystem = fileSystem;
        this.parent = storage + "/" + MASTERS;
        this.term = term;
    }

    /**
     * Writes a file, whole or not at all; one with other content must not be there. May be repeated after an {@link IOException}.
     *
     * @param temporaryName unique among what this master writes at one time
     */
    void publish(String target, String temporaryName, byte[] content) throws IOException {
        String temporary = parent + "/" + term + "/writing-" + temporaryName;
        createDirectory(target.substring(0, target.lastIndexOf('/')));
        try {
            write(temporary, content);
        } catch (IOException e) {
            if (isShut()) {
                throw superseded(target);
            }
            throw e;
        }
        if (!renamed(temporary, target) && !published(target, content)) {
            throw superseded(target);
        }
    }

    private void createDirectory(String directory) throws IOException {
        if (!created.contains(directory)) {
            fileSystem.createDirectories(directory);
            created.add(directory);
        }
    }

    private void write(String temporary, byte[] content) throws IOException {
        try (OutputStream stream = createTemporary(temporary)) {
            stream.write(content);
        }
    }

    /** An earlier try may have left a file of that name. */
    private OutputStream createTemporary(String temporary) throws IOException {
        try {
            return fileSystem.create(temporary);
        } catch (FileAlreadyExistsException leftover) {
            fileSystem.delete(temporary);
            return fileSystem.create(temporary);
        }
    }

    private boolean isShut() throws IOException {
        return fileSystem
                .status(parent + "/" + term)
                .filter(file -> !file.directory())
                .isPresent();
    }

    private BlinkException superseded(String target) {
        return new BlinkException(
                SchedulerErrorCode.TERM_SUPERSEDED,
                target + " cannot be published by the master of term " + term
                        + ": a later master has shut it out, or another file is there");
    }

    /** A rename that failed may have happened, or may yet happen: only once the temporary file was deleted it cannot. */
    private boolean renamed(String temporary, String target) throws IOException {
        try {
            return fileSystem.rename(temporary, target);
        } catch (IOException e) {
            if (fileSystem.delete(temporary)) {
                throw e;
            }
            return fileSystem.status(target).isPresent();
        }
    }

    /** Whether an earlier try, whose outcome nobody learned, has done it. */
    private boolean published(String target, byte[] content) throws IOException {
        return fileSystem.status(target).filter(file -> !file.directory()).isPresent()
                && Arrays.equals(read(fileSystem, target), content);
    }

    /** Shuts the folders of all lower terms: from here on nothing that their masters write counts. */
    void shutLower() throws IOException {
        for (int lower = 1; lower < term; lower++) {
            shut(lower);
        }
    }

    private void shut(int lower) throws IOException {
        String open = parent + "/" + lower;
        for (int round = 0; round < SHUT_ROUNDS_MAX; round++) {
            Optional<FileStatus> status = fileSystem.status(open);
            if (status.isPresent() && !status.get().directory()) {
                return;
            }
            if (status.isPresent()) {
                fileSystem.rename(open, parent + "/shut-" + lower + "-" + term + "-" + round);
            }
            try (OutputStream bolt = fileSystem.create(open)) {
                bolt.write(("shut by the master of term " + term + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The older master has made the folder anew since the rename: the next round sees it. Anything else
                // fails there again, and at last below.
                if (round == SHUT_ROUNDS_MAX - 1) {
                    throw e;
                }
            }
        }
    }

    static byte[] read(FileSystem fileSystem, String path) throws IOException {
        try (var file = fileSystem.open(path)) {
            byte[] content = new byte[Math.toIntExact(file.length())];
            file.readFully(0, content, 0, content.length);
            return content;
        }
    }
}
