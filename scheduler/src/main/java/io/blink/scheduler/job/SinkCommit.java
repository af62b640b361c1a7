package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.worker.ClusterServices;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Has the sinks of one job commit, checkpoint by checkpoint, in order, on I/O threads. What is handed in here is already on record: it is committed however often that
 * takes, while the outside world fails in ways that may pass; otherwise the job fails, without going back.
 */
final class SinkCommit {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration STREAM_PATIENCE = Duration.ofMinutes(30);
    private static final Duration BATCH_PATIENCE = Duration.ofMinutes(5);

    private final String jobId;
    private final JobGraph graph;
    private final ClusterServices cluster;
    private final Map<Integer, Committer> committers = new LinkedHashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    SinkCommit(String jobId, JobGraph graph, ClusterServices cluster) {
        this.jobId = jobId;
        this.graph = graph;
        this.cluster = cluster;
    }

    /** For how long a failing commit is tried again. */
    private Duration patience() {
        return graph.mode() == ExecutionMode.STREAMING ? STREAM_PATIENCE : BATCH_PATIENCE;
    }

    boolean hasSinks() {
        return sinks().findAny().isPresent();
    }

    private Stream<OperatorNode> sinks() {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .filter(node -> node.spec() instanceof OperatorSpec.TableWrite);
    }

    /** Every sink commits what is listed for it, even nothing. */
    void commit(
            long checkpointId,
            Map<Integer, List<Committable>> committables,
            Runnable done,
            Consumer<BlinkException> failed) {
        enqueue(
                "commit checkpoint " + checkpointId,
                () -> commitAll(checkpointId, committables),
                done,
                failed,
                cluster.loop().nanoTime() + patience().toNanos());
    }

    private void commitAll(long checkpointId, Map<Integer, List<Committable>> committables) {
        sinks().forEach(node -> committer(node).commit(checkpointId, committables.getOrDefault(node.id(), List.of())));
    }

    /** The job has ended: what it wrote and did not commit is removed, after all commits handed in before. */
    void cleanUp(Runnable done, Consumer<BlinkException> failed) {
        enqueue(
                "remove what job " + jobId + " wrote and did not commit",
                () -> sinks().forEach(node -> committer(node).cleanUp()),
                done,
                failed,
                cluster.loop().nanoTime() + patience().toNanos());
    }

    void close() {
        enqueue(
                "close the committers of job " + jobId,
                () -> {
                    committers.values().forEach(Committer::close);
                    committers.clear();
                },
                () -> {},
                problem -> {},
                cluster.loop().nanoTime());
    }

    /** Only on the I/O thread, one call at a time. */
    private Committer committer(OperatorNode node) {
        return committers.computeIfAbsent(node.id(), id -> {
            OperatorSpec.TableWrite write = (OperatorSpec.TableWrite) node.spec();
            return cluster.connectors()
                    .get(write.sink().connector())
                    .committer(write.sink(), new CommitterContext(jobId, id, cluster.term(), graph.mode()));
        });
    }

    private void enqueue(
            String what, Runnable work, Runnable done, Consumer<BlinkException> failed, long deadlineNanos) {
        waiting.add(() -> attempt(what, work, done, failed, deadlineNanos, FIRST_WAIT));
        if (!busy) {
            next();
        }
    }

    private void next() {
        Runnable piece = waiting.poll();
        busy = piece != null;
        if (busy) {
            piece.run();
        }
    }

    private void attempt(
            String what,
            Runnable work,
            Runnable done,
            Consumer<BlinkException> failed,
            long deadlineNanos,
            Duration wait) {
        cluster.background()
                .run(
                        () -> {
                            work.run();
                            return true;
                        },
                        result -> {
                            done.run();
                            next();
                        },
                        problem -> {
                            if (mayPass(problem) && cluster.loop().nanoTime() - deadlineNanos < 0) {
                                Duration longer = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0
                                        ? wait.multipliedBy(2)
                                        : LONGEST_WAIT;
                                cluster.loop()
                                        .schedule(wait, () -> attempt(what, work, done, failed, deadlineNanos, longer));
                            } else {
                                failed.accept(wrap(what, problem));
                                next();
                            }
                        });
    }

    private static boolean mayPass(Exception problem) {
        return problem instanceof UncheckedIOException
                || (problem instanceof BlinkException known
                        && (known.code().type() == ErrorType.EXTERNAL
                                || known.code().type() == ErrorType.RESOURCES));
    }

    private static BlinkException wrap(String what, Exception problem) {
        return problem instanceof BlinkException known
                ? known
                : new BlinkException(
                        SchedulerErrorCode.COMMIT_FAILED, "Cannot " + what + ": " + problem.getMessage(), problem);
    }
}
