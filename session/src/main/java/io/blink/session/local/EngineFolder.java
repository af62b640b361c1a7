package io.blink.session.local;

import io.blink.core.spi.filesystem.LocalFileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of one engine's files, {@code blink-local-PID-…}, deleted with the engine. As long as its process lives it holds a lock on the file {@code owner} in it, which the
 * kernel takes back however the process ends; so the next engine beside it knows what killed ones left, and deletes that. Folders of this process are told by the pid in their
 * names, since looking at a lock of one's own would release it.
 */
final class EngineFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineFolder.class);
    private static final String PREFIX = "blink-local-";
    private static final String OWNER = "owner";
    private static final int TRIES = 10;
    /** A start is not for cleaning up; what is left over goes with later ones. */
    private static final int LOOKED_AT_MAX = 100;

    private final Path path;
    private final FileChannel owner;

    private EngineFolder(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /** Makes a folder below {@code parent}, and deletes those of processes that were killed. */
    static EngineFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        String own = PREFIX + ProcessHandle.current().pid() + "-";
        deleteLeftOvers(parent, own);
        for (int i = 0; i < TRIES; i++) {
            Path path = Files.createTempDirectory(parent, own);
            FileChannel owner = lock(path, StandardOpenOption.CREATE_NEW);
            if (owner != null) {
                return new EngineFolder(path, owner);
            }
        }
        throw new IOException("Others delete or lock each new folder in " + parent);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        owner.close();
        deleteUnlessOwned(path);
    }

    private static void deleteLeftOvers(Path parent, String own) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            int looked = 0;
            for (Path folder : folders) {
                if (looked++ == LOOKED_AT_MAX) {
                    return;
                }
                if (!folder.getFileName().toString().startsWith(own)) {
                    deleteLeftOver(folder);
                }
            }
        }
    }

    private static void deleteLeftOver(Path folder) {
        try {
            deleteUnlessOwned(folder);
        } catch (IOException e) {
            LOG.debug("{} stays: it may be another user's", folder, e);
        }
    }

    /** The owner's file goes last, so that a folder half deleted can still be told from one in use. */
    private static void deleteUnlessOwned(Path folder) throws IOException {
        try (FileChannel owner = lock(folder, StandardOpenOption.WRITE)) {
            if (owner == null) {
                return;
            }
            try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
                for (Path file : content) {
                    if (!file.endsWith(OWNER)) {
                        new LocalFileSystem().delete(file.toString());
                    }
                }
            }
            new LocalFileSystem().delete(folder.toString());
        }
    }

    /** @return null if another process has the lock, or has deleted the folder, or made it this moment */
    private static FileChannel lock(Path folder, StandardOpenOption how) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder.resolve(OWNER), StandardOpenOption.WRITE, how);
        } catch (NoSuchFileException e) {
            deleteIfEmpty(folder);
            return null;
        }
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return null;
        }
        return channel;
    }

    /** Of a process that ended before it had its lock; one that is about to take it makes another folder. */
    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} stays: nobody says whose it is", folder);
        }
    }
}
