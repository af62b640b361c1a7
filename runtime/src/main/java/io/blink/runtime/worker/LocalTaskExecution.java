package io.blink.runtime.worker;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.control.WatermarkReport;
import io.blink.runtime.task.MasterRequests;
import io.blink.runtime.task.RunningTask;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.TaskListener;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.ShufflePartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks for real. All calls, and all state, are on the control thread; what tasks report is handed over to it. */
final class LocalTaskExecution implements TaskExecution {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTaskExecution.class);

    private final TaskEnvironment environment;
    private final Executor controlThread;
    private final Map<TaskAttemptId, RunningTask> tasks = new LinkedHashMap<>();
    private final Map<String, ParsedGraph> graphs = new HashMap<>();
    private TaskReports reports;

    LocalTaskExecution(TaskEnvironment environment, Executor controlThread) {
        this.environment = environment;
        this.controlThread = controlThread;
    }

    /** Who hears of the tasks; set once, before the first deployment. */
    void reports(TaskReports newReports) {
        reports = newReports;
    }

    /** A job's graph, parsed once, by the first of its tasks. */
    private static final class ParsedGraph {
        private final String json;
        private JobGraph graph;

        private ParsedGraph(String json) {
            this.json = json;
        }

        static ParsedGraph of(String json, ParsedGraph known) {
            return known != null && known.json.equals(json) ? known : new ParsedGraph(json);
        }

        synchronized JobGraph graph() {
            if (graph == null) {
                graph = PlanJson.readJobGraph(json);
            }
            return graph;
        }
    }

    @Override
    public void graph(String jobId, String json) {
        graphs.compute(jobId, (id, known) -> ParsedGraph.of(json, known));
    }

    @Override
    public void deploy(DeployTask deployment, int term) {
        TaskAttemptId task = deployment.getTask();
        String jobId = task.getJobId();
        ParsedGraph graph = graphs.get(jobId);
        reports.stateChanged(TaskStateChanged.newBuilder()
                .setTask(task)
                .setState(TaskState.STARTING)
                .build());
        RunningTask.GraphSource source = () -> {
            if (graph == null) {
                throw new BlinkException(
                        RuntimeErrorCode.INVALID_DEPLOYMENT,
                        "This worker was never sent the graph of job " + jobId + ".");
            }
            return graph.graph();
        };
        tasks.put(task, RunningTask.deploy(deployment, term, source, environment, new Requests(), new Reports()));
    }

    @Override
    public void cancel(TaskAttemptId task) {
        with(task, RunningTask::cancel);
    }

    private void with(TaskAttemptId task, java.util.function.Consumer<RunningTask> call) {
        RunningTask running = tasks.get(task);
        if (running != null) {
            call.accept(running);
        }
    }

    @Override
    public void assignSplits(SplitAssignment assignment) {
        with(assignment.getTask(), running -> running.assign(assignment));
    }

    @Override
    public void limitWatermark(WatermarkLimit limit) {
        with(limit.getTask(), running -> running.limit(limit));
    }

    @Override
    public void triggerCheckpoint(TriggerCheckpoint trigger) {
        with(trigger.getTask(), running -> running.triggerCheckpoint(trigger));
    }

    @Override
    public void overtakeBarrier(String jobId, long checkpointId) {
        ofJob(jobId).forEach(running -> running.overtakeBarrier(checkpointId));
    }

    @Override
    public void checkpointCompleted(String jobId, long checkpointId) {
        ofJob(jobId).forEach(running -> running.checkpointCompleted(checkpointId));
    }

    private Stream<RunningTask> ofJob(String jobId) {
        return tasks.values().stream()
                .filter(running -> running.task().getJobId().equals(jobId));
    }

    /** What was written for it stays with the sinks until a later checkpoint completes, and state files belong to whoever cleans the job's directory. */
    @Override
    public void checkpointAborted(String jobId, long checkpointId) {
        LOG.debug("Checkpoint {} of job {} was aborted", checkpointId, jobId);
        ofJob(jobId).forEach(running -> running.checkpointAborted(checkpointId));
    }

    @Override
    public void releasePartitions(List<TaskAttemptId> producers) {
        delete(environment.registry().release(producers));
    }

    private void delete(List<ShufflePartition> partitions) {
        if (!partitions.isEmpty()) {
            environment.ioExecutor().execute(() -> partitions.forEach(ShufflePartition::delete));
        }
    }

    @Override
    public void releaseJob(String jobId) {
        ofJob(jobId).forEach(RunningTask::cancel);
        graphs.remove(jobId);
        List<ShufflePartition> partitions = environment.registry().releaseJob(jobId);
        environment.ioExecutor().execute(() -> {
            partitions.forEach(ShufflePartition::delete);
            deleteDirectories(environment.localDirectories(), jobId);
        });
    }

    private static void deleteDirectories(LocalDirectories directories, String jobId) {
        for (Path directory : directories.all()) {
            Path jobDirectory = directory.resolve(jobId);
            try {
                new LocalFileSystem().delete(jobDirectory.toString());
            } catch (IOException e) {
                LOG.warn("{} cannot be deleted: {}", jobDirectory, e.toString());
            }
        }
    }

    @Override
    public void suspend() {
        tasks.values().forEach(RunningTask::suspend);
    }

    @Override
    public void resume() {
        tasks.values().forEach(RunningTask::resume);
    }

    @Override
    public List<TaskProgress> progress() {
        return tasks.values().stream().map(RunningTask::progress).toList();
    }

    /** Cancels everything; the process is about to end. */
    void close() {
        tasks.values().forEach(RunningTask::cancel);
    }

    private void changed(TaskStateChanged change) {
        switch (change.getState()) {
            case FINISHED, CANCELED, FAILED -> tasks.remove(change.getTask());
            default -> {}
        }
        if (change.hasFailure() && change.getFailure().hasLostProducer()) {
            reports.unavailable(PartitionUnavailable.newBuilder()
                    .setConsumer(change.getTask())
                    .setProducer(change.getFailure().getLostProducer())
                    .setEdgeId(change.getFailure().getLostEdgeId())
                    .setReason(change.getFailure().getMessage())
                    .build());
        }
        reports.stateChanged(change);
    }

    private final class Requests implements MasterRequests {
        @Override
        public void splits(SplitRequest request) {
            controlThread.execute(() -> reports.splitsWanted(request));
        }

        @Override
        public void watermark(WatermarkReport report) {
            controlThread.execute(() -> reports.watermarkReached(report));
        }
    }

    private final class Reports implements TaskListener {
        @Override
        public void stateChanged(TaskStateChanged change) {
            controlThread.execute(() -> changed(change));
        }

        @Override
        public void acknowledged(CheckpointAcknowledged acknowledgement) {
            controlThread.execute(() -> reports.acknowledged(acknowledgement));
        }

        @Override
        public void declined(CheckpointDeclined decline) {
            controlThread.execute(() -> reports.declined(decline));
        }
    }
}
