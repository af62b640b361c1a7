package io.blink.scheduler.store;

import io.blink.core.plan.PlanJson;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The metadata of one job. Calls block, come one at a time from I/O threads, and those that write fail with TERM_SUPERSEDED once a later master has taken over.
 * Files in {@code JOB/TERM}:
 *
 * <pre>
 * job                    the plan, written by the term in which the job was submitted
 * region-SEQUENCE        a finished region of a batch
 * checkpoint-ID          a completed checkpoint of a stream
 * intent                 a batch commits
 * end                    the job has ended; its committers may yet have to clean up
 * master-failure         a turn of the job has thrown and ended the term
 * </pre>
 */
public final class JobStore {
    private final FileSystem fileSystem;
    private final String jobId;
    private final int term;
    private final String directory;
    private final MasterFolder master;

    JobStore(FileSystem fileSystem, String storage, String jobId, int term) {
        this.fileSystem = fileSystem;
        this.jobId = jobId;
        this.term = term;
        this.directory = storage + "/" + jobId;
        this.master = new MasterFolder(fileSystem, storage, term);
    }

    /** Where the job's state files go. */
    public String directory() {
        return directory;
    }

    public void writeJob(JobRecord job) throws IOException {
        publish("job", SealedJson.write(JobRecord.KIND, JobRecord.VERSION, job));
    }

    public void writeRegion(RegionRecord region) throws IOException {
        publish("region-" + region.sequence(), SealedJson.write(RegionRecord.KIND, RegionRecord.VERSION, region));
    }

    public void writeCheckpoint(CheckpointMetadata checkpoint) throws IOException {
        publish(
                "checkpoint-" + checkpoint.checkpointId(),
                SealedJson.write(CheckpointMetadata.KIND, CheckpointMetadata.VERSION, checkpoint));
    }

    private void publish(String name, byte[] content) throws IOException {
        master.publish(directory + "/" + term + "/" + name, jobId + "-" + name, content);
    }

    /** Whichever term wrote it. */
    public void deleteCheckpoint(CheckpointMetadata checkpoint) throws IOException {
        fileSystem.delete(directory + "/" + checkpoint.term() + "/checkpoint-" + checkpoint.checkpointId());
    }

    /** State files that no kept checkpoint names; those that are gone already are as good. */
    public void deleteFiles(Collection<String> paths) throws IOException {
        for (String path : paths) {
            fileSystem.delete(path);
        }
    }

    /** On the same file system as what this job has on record. */
    public SavepointStore savepoints() {
        return new SavepointStore(fileSystem);
    }

    /** Paths of all state files of the job. */
    public List<String> stateFiles() throws IOException {
        return fileSystem.listFiles(directory + "/state").stream()
                .map(FileStatus::path)
                .toList();
    }

    public void writeIntent(CommitIntent intent) throws IOException {
        publish("intent", SealedJson.write(CommitIntent.KIND, CommitIntent.VERSION, intent));
    }

    public void writeEnd(EndRecord end) throws IOException {
        publish("end", SealedJson.write(EndRecord.KIND, EndRecord.VERSION, end));
    }

    public void writeMasterFailure(MasterFailure failure) throws IOException {
        publish("master-failure", SealedJson.write(MasterFailure.KIND, MasterFailure.VERSION, failure));
    }

    /** All of it, state files included. The job has ended. */
    public void delete() throws IOException {
        fileSystem.delete(directory);
    }

    /** What masters of lower terms left, who are shut out; empty if the job was never written completely. */
    Optional<RecoveredJob> read() throws IOException {
        JobRecord job = null;
        Map<List<Integer>, RegionRecord> regions = new TreeMap<>(Comparator.comparing(List::toString));
        List<CheckpointMetadata> checkpoints = new ArrayList<>();
        CommitIntent intent = null;
        EndRecord end = null;
        List<MasterFailure> masterFailures = new ArrayList<>();
        for (int lower = 1; lower < term; lower++) {
            for (FileStatus file : fileSystem.list(directory + "/" + lower)) {
                String name = file.name();
                if (name.equals("job")) {
                    job = read(file, JobRecord.KIND, JobRecord.VERSION, JobRecord.class);
                } else if (name.startsWith("region-")) {
                    RegionRecord region = read(file, RegionRecord.KIND, RegionRecord.VERSION, RegionRecord.class);
                    regions.merge(
                            region.vertices(), region, (one, other) -> one.sequence() > other.sequence() ? one : other);
                } else if (name.startsWith("checkpoint-")) {
                    checkpoints.add(
                            read(file, CheckpointMetadata.KIND, CheckpointMetadata.VERSION, CheckpointMetadata.class));
                } else if (name.equals("intent")) {
                    intent = read(file, CommitIntent.KIND, CommitIntent.VERSION, CommitIntent.class);
                } else if (name.equals("end")) {
                    end = read(file, EndRecord.KIND, EndRecord.VERSION, EndRecord.class);
                } else if (name.equals("master-failure")) {
                    masterFailures.add(read(file, MasterFailure.KIND, MasterFailure.VERSION, MasterFailure.class));
                }
            }
        }
        if (job == null) {
            return Optional.empty();
        }
        PlanJson.readJobGraph(PlanJson.write(job.graph()));
        checkpoints.sort(Comparator.comparingLong(CheckpointMetadata::checkpointId));
        return Optional.of(new RecoveredJob(
                job,
                List.copyOf(regions.values()),
                checkpoints,
                Optional.ofNullable(intent),
                Optional.ofNullable(end),
                masterFailures));
    }

    private <T> T read(FileStatus file, String kind, int version, Class<T> type) throws IOException {
        return SealedJson.read(file.path(), MasterFolder.read(fileSystem, file.path()), kind, version, type);
    }
}
