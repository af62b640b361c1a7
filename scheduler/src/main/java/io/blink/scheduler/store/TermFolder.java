package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.scheduler.SchedulerErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder per term below one directory, and how a master of a higher term shuts those of lower ones.
 *
 * <p>A file is published by writing it under a temporary name <em>in the term's folder</em> and renaming it. Shutting renames the folder away, which takes the temporary
 * name with it, and puts a plain file in its place, so that the folder cannot come into being again. A rename by a file system is atomic: so a
 * publication either happened before the folder was shut, and the new master reads it, or it fails.
 */
final class TermFolder {
    private static final int SHUT_ROUNDS_MAX = 100;
    private static final String SHUT_PREFIX = "shut-";

    private final FileSystem fileSystem;
    private final String parent;
    private final int term;

    TermFolder(FileSystem fileSystem, String parent, int term) {
        this.fileSystem = fileSystem;
        this.parent = parent;
        this.term = term;
    }

    String path() {
        return parent + "/" + term;
    }

    /** Writes {@code parent/term/name}, whole or not at all; a file of that name must not exist. */
    void publish(String name, byte[] content) throws IOException {
        publish(path() + "/writing-" + name, path() + "/" + name, content);
    }

    /** Writes a file anywhere, under the same protection. */
    void publishAs(String target, String temporaryName, byte[] content) throws IOException {
        fileSystem.createDirectories(target.substring(0, target.lastIndexOf('/')));
        publish(path() + "/writing-" + temporaryName, target, content);
    }

    private void publish(String temporary, String target, byte[] content) throws IOException {
        fileSystem.delete(temporary);
        try (OutputStream stream = fileSystem.create(temporary)) {
            stream.write(content);
        }
        if (!renamed(temporary, target)) {
            throw new BlinkException(
                    SchedulerErrorCode.TERM_SUPERSEDED,
                    target + " cannot be published by the master of term " + term
                            + ": a later master has shut the folder, or the file exists");
        }
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

    /** Shuts the folders of all lower terms, so that nothing appears in them any more; returns the folders to read, oldest term first. */
    List<String> shutLower() throws IOException {
        for (int lower = 1; lower < term; lower++) {
            shut(lower);
        }
        List<String> folders = new ArrayList<>();
        for (int lower = 1; lower < term; lower++) {
            String prefix = SHUT_PREFIX + lower + "-";
            for (FileStatus child : fileSystem.list(parent)) {
                if (child.name().startsWith(prefix)) {
                    folders.add(child.path());
                }
            }
        }
        return folders;
    }

    private void shut(int lower) throws IOException {
        String open = parent + "/" + lower;
        for (int round = 0; round < SHUT_ROUNDS_MAX; round++) {
            Optional<FileStatus> status = fileSystem.status(open);
            if (status.isPresent() && !status.get().directory()) {
                return;
            }
            if (status.isPresent()) {
                fileSystem.rename(open, parent + "/" + SHUT_PREFIX + lower + "-" + term + "-" + round);
            }
            try (OutputStream bolt = fileSystem.create(open)) {
                bolt.write(("shut by the master of term " + term + "\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The older master has made the folder anew since the rename: the next round sees it. Anything else
                // fails there again, and at last below.
                if (round == SHUT_ROUNDS_MAX - 1) {
                    throw e;
                }
            }
        }
    }

    /** The content of a file. */
    byte[] read(String path) throws IOException {
        try (var file = fileSystem.open(path)) {
            byte[] content = new byte[Math.toIntExact(file.length())];
            file.readFully(0, content, 0, content.length);
            return content;
        }
    }
}
