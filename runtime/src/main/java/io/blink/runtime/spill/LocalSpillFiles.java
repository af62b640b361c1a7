package io.blink.runtime.spill;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.Field;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spill files of one task in directories of the local disks, used in turn. A directory that refuses a file or a write is left out from then on; what was to be written goes to
 * the next one. {@link #close} deletes the task's folders. Safe on several threads.
 */
public final class LocalSpillFiles implements SpillFiles, AutoCloseable {
    private final List<Path> directories;
    private final LocalFiles files;
    private final String taskFolder;
    private final Set<Path> failed = new HashSet<>();
    private final AtomicLong spilledBytes = new AtomicLong();
    private int next;
    private int fileNumber;
    private boolean closed;

    /** @param taskFolder name of the folder of this task's files in each directory; no other attempt has the same */
    public LocalSpillFiles(List<Path> directories, String taskFolder) {
        this(directories, LocalFiles.DISK, taskFolder);
    }

    LocalSpillFiles(List<Path> directories, LocalFiles files, String taskFolder) {
        this.directories = List.copyOf(directories);
        this.files = files;
        this.taskFolder = taskFolder;
    }

    @Override
    public SpillFile create(String purpose, List<Field> fields) {
        return new SegmentedSpillFile(this, purpose.replaceAll("[^A-Za-z0-9.-]+", "_"));
    }

    @Override
    public long spilledBytes() {
        return spilledBytes.get();
    }

    void written(long bytes) {
        spilledBytes.addAndGet(bytes);
    }

    int directoryCount() {
        return directories.size();
    }

    /** An empty file in the next directory that takes one. */
    Segment openSegment(String purpose) {
        List<String> reasons = new ArrayList<>();
        IOException last = null;
        for (int attempt = 0; attempt < directories.size(); attempt++) {
            Path directory = nextDirectory();
            try {
                Path file = directory.resolve(taskFolder).resolve(purpose + "-" + nextFileNumber() + ".spill");
                return new Segment(directory, file, files.create(file));
            } catch (IOException e) {
                failed(directory);
                reasons.add(directory + ": " + e);
                last = e;
            }
        }
        throw new BlinkException(
                RuntimeErrorCode.SPILL_FAILED,
                "No directory takes a file for rows that do not fit in memory (" + String.join("; ", reasons) + "). "
                        + LocalDirectories.REMEDY + " More memory for the task helps too.",
                last);
    }

    /** Directories that failed are tried again only when all have. */
    private synchronized Path nextDirectory() {
        if (closed) {
            throw new IllegalStateException("spill files of " + taskFolder + " are closed");
        }
        for (int i = 0; i < directories.size(); i++) {
            Path candidate = directories.get(next++ % directories.size());
            if (!failed.contains(candidate)) {
                return candidate;
            }
        }
        return directories.get(next++ % directories.size());
    }

    private synchronized int nextFileNumber() {
        return fileNumber++;
    }

    synchronized void failed(Path directory) {
        failed.add(directory);
    }

    /** Deletes all files of the task; blocks. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Path directory : directories) {
            Path folder = directory.resolve(taskFolder);
            try {
                new LocalFileSystem().delete(folder.toString());
            } catch (IOException e) {
                throw new BlinkException(RuntimeErrorCode.SPILL_FAILED, "Cannot delete " + folder + ".", e);
            }
        }
    }

    /** A part of a spill file in one directory. */
    record Segment(Path directory, Path path, FileChannel channel) {}
}
