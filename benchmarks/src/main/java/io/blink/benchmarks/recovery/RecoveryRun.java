package io.blink.benchmarks.recovery;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.cluster.WorkerProcesses;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Lets a job fill its state, then kills one of its workers after the other, each time a checkpoint is complete that the workers of now have written. Used by one thread. */
final class RecoveryRun {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final WorkerProcesses cluster;
    private final JobClient jobs;
    private final String jobId;
    private final String operator;
    private final PrintStream progress;

    /** @param operator with the state, by a part of its name */
    RecoveryRun(WorkerProcesses cluster, JobClient jobs, String jobId, String operator, PrintStream progress) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.jobId = jobId;
        this.operator = operator;
        this.progress = progress;
    }

    /** Waits until a checkpoint has so many bytes of state. @return how many it has */
    long fill(long stateBytes) throws InterruptedException {
        return await(
                        "a checkpoint of " + (stateBytes >> 20) + " MB",
                        now -> now.checkpoints().stateBytes() >= stateBytes)
                .checkpoints()
                .stateBytes();
    }

    List<Recovery> kill(int times) throws InterruptedException {
        List<Recovery> recoveries = new ArrayList<>();
        for (int kill = 1; kill <= times; kill++) {
            long completed = jobs.status(jobId).checkpoints().lastCompleted();
            JobStatus before = await(
                    "the checkpoint after " + completed,
                    now -> now.checkpoints().lastCompleted() > completed);
            recoveries.add(kill(before, kill));
            progress.printf("kill %d: %s%n", kill, recoveries.get(kill - 1));
        }
        return recoveries;
    }

    private Recovery kill(JobStatus before, int kill) throws InterruptedException {
        String victim = tasks(before).stream()
                .map(TaskStatus::workerId)
                .filter(cluster.workers()::contains)
                .sorted()
                .findFirst()
                .orElseThrow(() -> failed("The job has no task on a worker"));
        Set<Integer> attempts = new HashSet<>();
        tasks(before).forEach(task -> attempts.add(task.attempt()));
        long start = System.nanoTime();
        cluster.kill(victim);
        await("a restart", now -> now.restarts() > before.restarts());
        Duration decided = since(start);
        await("all tasks", now -> runs(now, attempts));
        Duration running = since(start);
        await("a row", now -> runs(now, attempts) && rowsOut(now) > 0);
        Duration firstRow = since(start);
        cluster.add("successor" + kill);
        return new Recovery(decided, running, firstRow);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<TaskStatus> tasks(JobStatus status) {
        return status.vertices().stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .toList();
    }

    private static boolean runs(JobStatus status, Set<Integer> attemptsBefore) {
        return status.vertices().stream().allMatch(vertex -> vertex.tasksRunning() == vertex.parallelism())
                && tasks(status).stream().noneMatch(task -> attemptsBefore.contains(task.attempt()));
    }

    private long rowsOut(JobStatus status) {
        return status.vertices().stream()
                .map(VertexStatus::operators)
                .flatMap(List::stream)
                .filter(one -> one.name().contains(operator))
                .mapToLong(OperatorStatus::rowsOut)
                .sum();
    }

    private JobStatus await(String what, Predicate<JobStatus> wished) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JobStatus status = jobs.status(jobId);
        while (!wished.test(status)) {
            if (status.state().ended()) {
                throw failed("The job ended as " + status.state() + " before " + what + ": " + status.message());
            }
            if (System.nanoTime() > end) {
                throw failed("The job did not come to " + what + " in " + PATIENCE.toMinutes() + " minutes");
            }
            status = jobs.await(jobId, LOOK_AGAIN);
        }
        return status;
    }

    private static BlinkException failed(String message) {
        return new BlinkException(BenchErrorCode.ENGINE_FAILED, message);
    }
}
