package io.blink.formats;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes folders of jobs from the staging folder of a table that their masters left when they died, and to which none came back. Committers of other jobs ask for it when their own work is over.
 */
public final class AbandonedStaging {
    /** For so long a job master may be away and still find what it was about to commit. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final Logger LOGGER = LoggerFactory.getLogger(AbandonedStaging.class);

    private AbandonedStaging() {}

    /**
     * Removes the folders in which nothing has changed for {@link #KEPT}. What cannot be looked at or removed, as it is another user's, stays and is logged: it is nothing to the caller's job.
     *
     * @param staging the folder that all jobs of the table share
     * @param removable by name, what may go if it is old
     */
    public static void remove(FileSystem fileSystem, String staging, Predicate<String> removable, long nowMillis) {
        long oldest = nowMillis - KEPT.toMillis();
        try {
            for (FileStatus folder : fileSystem.list(staging)) {
                if (folder.directory()
                        && removable.test(folder.name())
                        && isOlder(folder, oldest)
                        && fileSystem.listFiles(folder.path()).stream().allMatch(file -> isOlder(file, oldest))) {
                    fileSystem.delete(folder.path());
                    LOGGER.info("Removed {}, which a job left behind that never came back", folder.path());
                }
            }
        } catch (IOException | BlinkException e) {
            LOGGER.warn("What jobs left behind at {} stays there: {}", staging, e.getMessage());
        }
    }

    /** File systems that keep no times say 0. */
    private static boolean isOlder(FileStatus status, long oldestMillis) {
        return status.modificationMillis() > 0 && status.modificationMillis() < oldestMillis;
    }
}
