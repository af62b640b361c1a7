package io.blink.shuffle;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local directories of a worker, used in turn. One in which a write failed (full, read-only, gone) is passed over for a while and then tried again, after the
 * others. Safe on any thread.
 */
public final class LocalDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDirectories.class);
    private static final long RETRY_NANOS = 60_000_000_000L;

    /** What helps when no directory takes more. */
    public static final String REMEDY =
            "Free disk space there, or give workers more directories: 'io.tmp.dirs' names those of a process of its own, the"
                    + " nodes' 'yarn.nodemanager.local-dirs' those on YARN.";

    /** Writes files into one directory. */
    @FunctionalInterface
    public interface Attempt<T> {
        T in(Path directory) throws IOException;
    }

    /** Partitions of a worker that stay in memory, all together. */
    private static final long MEMORY_BYTES_MAX = 64L << 20;

    private final PartitionMemory memory = new PartitionMemory(MEMORY_BYTES_MAX);
    private final List<Path> directories;
    private final Map<Path, Long> failedNanos = new HashMap<>();
    private int turn;

    public LocalDirectories(List<Path> directories) {
        if (directories.isEmpty()) {
            throw new BlinkException(
                    ShuffleErrorCode.NO_LOCAL_DIRECTORY, "This worker has no local directory; give it at least one.");
        }
        this.directories = List.copyOf(directories);
    }

    /** The heap for partitions too small for a file. */
    PartitionMemory memory() {
        return memory;
    }

    public List<Path> all() {
        return directories;
    }

    /**
     * Runs {@code attempt} in one directory after the other until it succeeds; blocking. Each attempt cleans up after itself. If none succeeds the error names each
     * directory and what was wrong with it.
     *
     * @param bytes that are to be written, for the error
     */
    public <T> T write(String what, long bytes, Attempt<T> attempt) {
        List<String> reasons = new ArrayList<>();
        IOException last = null;
        for (Path directory : inTurn()) {
            try {
                return attempt.in(directory);
            } catch (IOException e) {
                LOG.warn("{} cannot be written in {}: {}", what, directory, e.toString());
                failed(directory);
                reasons.add(directory + ": " + e.getMessage());
                last = e;
            }
        }
        throw new BlinkException(
                ShuffleErrorCode.NO_LOCAL_DIRECTORY,
                what + " of " + bytes + " bytes cannot be written in any local directory (" + String.join("; ", reasons)
                        + "). " + REMEDY,
                last);
    }

    private synchronized List<Path> inTurn() {
        List<Path> good = new ArrayList<>();
        List<Path> bad = new ArrayList<>();
        turn = (turn + 1) % directories.size();
        for (int i = 0; i < directories.size(); i++) {
            Path directory = directories.get((turn + i) % directories.size());
            Long failed = failedNanos.get(directory);
            (failed == null || System.nanoTime() - failed > RETRY_NANOS ? good : bad).add(directory);
        }
        good.addAll(bad);
        return good;
    }

    private synchronized void failed(Path directory) {
        failedNanos.put(directory, System.nanoTime());
    }
}
