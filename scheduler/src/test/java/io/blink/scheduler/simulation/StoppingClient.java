package io.blink.scheduler.simulation;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.savepoint.SavepointRequest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * Ends one stream with a savepoint and has another job, of another number of tasks, go on from it. Asks again and again until it has an answer; where the job has ended and nobody
 * knows how, what is missing in the warehouse tells.
 */
final class StoppingClient {
    private static final String PARENT = "/savepoints";
    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;

    /** What it needs of the simulation. */
    interface Surroundings {
        SimulatedMaster newest();

        boolean accepted(String jobId);

        /** Whether all rows of the job's input are visible. */
        boolean complete(String jobId);

        void submitLater(String jobId, JobGraph graph);

        void note(String what);
    }

    private final String jobId;
    private final JobGraph graph;
    private final VirtualTime time;
    private final Random random;
    private final Surroundings around;
    private boolean settled;

    StoppingClient(String jobId, JobGraph graph, VirtualTime time, Random random, Surroundings around) {
        this.jobId = jobId;
        this.graph = graph;
        this.time = time;
        this.random = random;
        this.around = around;
    }

    static boolean canStop(JobGraph graph) {
        return graph.mode() == ExecutionMode.STREAMING;
    }

    /** Whether it is known what became of the job. */
    boolean settled() {
        return settled;
    }

    /** The name of the job that goes on from another's savepoint. */
    static String successor(String jobId) {
        return jobId + "+";
    }

    void ask() {
        if (settled) {
            return;
        }
        if (around.accepted(jobId) && around.newest().process().running()) {
            SavepointRequest request = new SavepointRequest(PARENT, "savepoint-" + jobId, true, false);
            var unused = around.newest()
                    .dispatcher()
                    .requests()
                    .savepoint(jobId, request)
                    .whenComplete(this::answered);
        }
        time.after(ASK_AGAIN_NANOS, this::ask);
    }

    private void answered(String folder, Throwable problem) {
        if (settled) {
            return;
        }
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        if (folder != null) {
            goOnFrom(folder);
        } else if (cause instanceof BlinkException known && known.code() == SchedulerErrorCode.JOB_NOT_FOUND) {
            // It has ended, and so has the master that knew how.
            ended(PARENT + "/savepoint-" + jobId);
        } else if (cause instanceof BlinkException known && known.getMessage().contains("has ended (FINISHED)")) {
            settled = true;
        }
    }

    private void ended(String folder) {
        if (around.complete(jobId)) {
            settled = true;
        } else {
            goOnFrom(folder);
        }
    }

    private void goOnFrom(String folder) {
        settled = true;
        around.note("job " + jobId + " is stopped with a savepoint");
        int parallelism = 1 + random.nextInt(3);
        List<Vertex> vertices = graph.vertices().stream()
                .map(vertex -> new Vertex(vertex.id(), vertex.name(), vertex.operators(), parallelism))
                .toList();
        Configuration settings = graph.settings()
                .with(SchedulerOptions.RECOVERY_PATH.key(), folder)
                .with(SchedulerOptions.CLAIM_MODE.key(), random.nextBoolean() ? "CLAIM" : "NO_CLAIM");
        around.submitLater(
                successor(jobId),
                new JobGraph(
                        graph.formatVersion(),
                        graph.name(),
                        graph.mode(),
                        vertices,
                        graph.edges(),
                        graph.resultFields(),
                        settings,
                        graph.statementStartMicros(),
                        graph.timeZone(),
                        graph.keyGroups()));
    }
}
