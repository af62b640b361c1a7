package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata of all jobs of a cluster. Calls block, on I/O threads. */
public final class MasterStore {
    private final FileSystem fileSystem;
    private final String storage;
    private final int term;

    /** @param storage a folder of this cluster alone */
    public MasterStore(FileSystem fileSystem, String storage, int term) {
        this.fileSystem = fileSystem;
        this.storage = storage;
        this.term = term;
    }

    public JobStore job(String jobId) {
        return new JobStore(fileSystem, storage, jobId, term);
    }

    /** On the same file system. */
    public SavepointStore savepoints() {
        return new SavepointStore(fileSystem);
    }

    /** Of users' functions, for all jobs. */
    public FunctionJars functionJars() {
        return new FunctionJars(fileSystem, storage);
    }

    /** @param unreadable jobs whose metadata is damaged, and how; their files stay as they are */
    public record TakenOver(List<RecoveredJob> jobs, Map<String, BlinkException> unreadable) {}

    /** Shuts out the masters of lower terms, then reads what they left. */
    public TakenOver takeOver() throws IOException {
        new MasterFolder(fileSystem, storage, term).shutLower();
        List<RecoveredJob> jobs = new ArrayList<>();
        Map<String, BlinkException> unreadable = new LinkedHashMap<>();
        for (FileStatus child : fileSystem.list(storage)) {
            if (child.directory()
                    && !child.name().equals(MasterFolder.MASTERS)
                    && !child.name().equals(FunctionJars.FOLDER)) {
                try {
                    job(child.name()).read().ifPresent(jobs::add);
                } catch (BlinkException e) {
                    unreadable.put(child.name(), e);
                }
            }
        }
        return new TakenOver(jobs, unreadable);
    }
}
