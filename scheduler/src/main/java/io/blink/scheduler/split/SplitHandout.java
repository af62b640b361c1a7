package io.blink.scheduler.split;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Enumerates the splits of a job's scans and hands them to the tasks that ask. */
public final class SplitHandout {
    private static final int SPLITS_PER_CALL = 1024;
    /** So many splits of a scan suffice to decide on its parallelism. */
    private static final int SPLITS_TO_DECIDE = 16_384;
    /** So many splits of a source that goes on where it was may wait for a task. */
    private static final int SPLITS_POOLED_MAX = 16_384;
    /** So many splits that were handed out are remembered for a restart before a checkpoint has to say which are read. */
    private static final int SPLITS_UNSETTLED_MAX = 1 << 16;
    /** How often a source that watches for new data is asked. */
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    /** How answers go out. */
    @FunctionalInterface
    public interface Sender {
        void send(SplitAssignment assignment);
    }

    /** Where the reader of an attempt runs. */
    @FunctionalInterface
    public interface Hosts {
        String host(TaskAttemptId task);
    }

    private JobGraph graph;
    private final Connectors connectors;
    private final BackgroundWork background;
    private final ActorLoop loop;
    private final Sender sender;
    private final Hosts hosts;
    private final Runnable onFound;
    private final Consumer<Exception> onFailure;
    private final Map<Integer, ScanSplits> scans = new LinkedHashMap<>();
    private final Map<Integer, Integer> vertexOfScan = new LinkedHashMap<>();
    private final Set<SplitSource> sources = new HashSet<>();
    private boolean stopped;

    /**
     * @param onFound called when more is known about a scan
     * @param onFailure called when a scan cannot be enumerated
     */
    public SplitHandout(
            JobGraph graph,
            Connectors connectors,
            BackgroundWork background,
            ActorLoop loop,
            Sender sender,
            Hosts hosts,
            Runnable onFound,
            Consumer<Exception> onFailure) {
        this.graph = graph;
        this.connectors = connectors;
        this.background = background;
        this.loop = loop;
        this.sender = sender;
        this.hosts = hosts;
        this.onFound = onFound;
        this.onFailure = onFailure;
        boolean streaming = graph.mode() == ExecutionMode.STREAMING;
        follow(graph);
        vertexOfScan.keySet().forEach(scan -> scans.put(scan, new ScanSplits(scan, streaming)));
    }

    /** The job goes on with another plan: scans may be in other vertices, or left out. */
    public void follow(JobGraph next) {
        graph = next;
        vertexOfScan.clear();
        for (Vertex vertex : graph.vertices()) {
            for (OperatorNode node : vertex.operators()) {
                if (node.spec() instanceof OperatorSpec.TableScan) {
                    vertexOfScan.put(node.id(), vertex.id());
                }
            }
        }
    }

    /** Starts to enumerate what is not known completely. */
    public void start() {
        for (Vertex vertex : graph.vertices()) {
            for (OperatorNode node : vertex.operators()) {
                if (node.spec() instanceof OperatorSpec.TableScan scan
                        && !scans.get(node.id()).enumerated()) {
                    String position = scans.get(node.id()).position();
                    background.run(
                            () -> connectors.get(scan.scan().connector()).splits(scan.scan(), position),
                            source -> opened(scans.get(node.id()), source),
                            onFailure);
                }
            }
        }
    }

    private void opened(ScanSplits scan, SplitSource source) {
        sources.add(source);
        enumerate(scan, source);
    }

    /** One call at a time for each source, and none after it was closed. */
    private void enumerate(ScanSplits scan, SplitSource source) {
        if (stopped || !vertexOfScan.containsKey(scan.operatorId())) {
            close(source);
            return;
        }
        if (scan.position() != null && scan.pooled() >= SPLITS_POOLED_MAX) {
            loop.schedule(WATCH_INTERVAL, () -> enumerate(scan, source));
            return;
        }
        background.run(() -> FoundSplits.of(source, SPLITS_PER_CALL), found -> found(scan, source, found), problem -> {
            close(source);
            onFailure.accept(problem);
        });
    }

    private void found(ScanSplits scan, SplitSource source, FoundSplits found) {
        scan.found(found);
        if (found.last()) {
            close(source);
        } else if (found.splits().isEmpty()) {
            loop.schedule(WATCH_INTERVAL, () -> enumerate(scan, source));
        } else {
            enumerate(scan, source);
        }
        if (!stopped) {
            scan.waiting().forEach(this::request);
            onFound.run();
        }
    }

    private void close(SplitSource source) {
        sources.remove(source);
        background.run(
                () -> {
                    source.close();
                    return true;
                },
                done -> {},
                onFailure);
    }

    /** No more enumerating, no more answers. */
    public void stop() {
        stopped = true;
    }

    /** Whether enough is known to decide how the vertex runs. */
    public boolean decidable(Vertex vertex) {
        boolean streaming = graph.mode() == ExecutionMode.STREAMING;
        return scansOf(vertex).stream()
                .allMatch(scan -> scan.enumerated() || scan.total() >= SPLITS_TO_DECIDE || (streaming && scan.asked()));
    }

    /** Whether all splits of all scans are known. */
    public boolean complete() {
        return scans.values().stream().allMatch(ScanSplits::enumerated);
    }

    /** Bytes to read; -1: unknown. */
    public long bytes(Vertex vertex) {
        long bytes = 0;
        for (ScanSplits scan : scansOf(vertex)) {
            bytes = bytes < 0 || scan.totalBytes() < 0 ? -1 : bytes + scan.totalBytes();
        }
        return bytes;
    }

    public int splits(Vertex vertex) {
        return scansOf(vertex).stream().mapToInt(ScanSplits::total).sum();
    }

    /** Splits that no task has been given. */
    public int pooled(Vertex vertex) {
        return scansOf(vertex).stream().mapToInt(ScanSplits::pooled).sum();
    }

    /** Whether the splits of a stream have become so many that a checkpoint should let go of those that are read. */
    public boolean crowded() {
        return scans.values().stream().anyMatch(scan -> scan.unsettled() >= SPLITS_UNSETTLED_MAX);
    }

    public List<String> preferredHosts(Vertex vertex) {
        List<String> preferred = new ArrayList<>();
        scansOf(vertex).forEach(scan -> preferred.addAll(scan.hostsOfFirst()));
        return preferred;
    }

    private List<ScanSplits> scansOf(Vertex vertex) {
        return scans.values().stream()
                .filter(scan -> Integer.valueOf(vertex.id()).equals(vertexOfScan.get(scan.operatorId())))
                .toList();
    }

    /** Answers a request of an attempt that counts, now or when there is something. Repetitions get the same answer. */
    public void request(SplitRequest request) {
        ScanSplits scan = scans.get(request.getOperatorId());
        if (scan != null && !stopped) {
            scan.answer(request, hosts.host(request.getTask())).ifPresent(sender::send);
        }
    }

    /** The attempt ended without finishing. */
    public void giveBack(TaskAttemptId task) {
        scans.values().forEach(scan -> scan.giveBack(task));
        scans.values().forEach(scan -> scan.waiting().forEach(this::request));
    }

    /** A finished attempt must run again: its successor reads the same splits. */
    public void pin(TaskAttemptId finished, TaskAttemptId successor) {
        read(finished).forEach((operatorId, splits) -> scans.get(operatorId).pin(successor, splits));
    }

    /** The attempt finished, in the place of {@code replaced}, which may be {@code null}: its splits are read. */
    public void settled(TaskAttemptId finished, TaskAttemptId replaced) {
        scans.values().forEach(scan -> scan.settled(finished, replaced));
    }

    /** A finished attempt no longer counts, and none takes its place: anyone may read its splits. */
    public void returnRead(TaskAttemptId finished) {
        scans.values().forEach(scan -> scan.giveBack(finished));
    }

    /** What a finished attempt has read, by operator. */
    public Map<Integer, List<Split>> read(TaskAttemptId task) {
        Map<Integer, List<Split>> read = new LinkedHashMap<>();
        scans.forEach((operatorId, scan) -> {
            if (Integer.valueOf(task.getVertexId()).equals(vertexOfScan.get(operatorId))) {
                read.put(operatorId, scan.read(task));
            }
        });
        return read;
    }

    /** An attempt that finished under an earlier master had read these; they are not to be read again. */
    public void recoverRead(TaskAttemptId task, Map<Integer, List<Split>> read) {
        read.forEach((operatorId, splits) -> {
            ScanSplits scan = scans.get(operatorId);
            scan.found(FoundSplits.known(splits, false, null));
            scan.recoverGiven(task, splits);
        });
    }

    /** All tasks of a stream start: what a checkpoint does not give them is dealt out anew. */
    public void restart(Map<Integer, Integer> tasksOfVertex, Map<Integer, Set<String>> restoredByOperator) {
        scans.forEach((operatorId, scan) -> scan.restart(
                tasksOfVertex.get(vertexOfScan.get(operatorId)),
                restoredByOperator.getOrDefault(operatorId, Set.of())));
    }

    public void givenByState(TaskAttemptId task, int operatorId, List<Split> splits) {
        scans.get(operatorId).givenByState(task, splits);
    }

    /** The scans as they stand in a checkpoint in which each attempt saved those states. An attempt that is not there had finished. */
    public ScanCut cut(Map<TaskAttemptId, List<OperatorState>> saved, List<TaskAttemptId> finished) {
        List<ScanState> states = new ArrayList<>();
        Map<Integer, Set<String>> allCompleted = new HashMap<>();
        scans.forEach((operatorId, scan) -> {
            Set<String> unfinished = new HashSet<>();
            Set<String> completed = new HashSet<>();
            finished.forEach(task -> completed.addAll(scan.completed(task, Long.MAX_VALUE, Set.of())));
            saved.forEach((task, operators) -> operators.stream()
                    .filter(state -> state.getOperatorId() == operatorId)
                    .forEach(state -> {
                        Set<String> reading = new HashSet<>();
                        state.getSplitsList()
                                .forEach(split -> reading.add(split.getSplit().getId()));
                        unfinished.addAll(reading);
                        completed.addAll(scan.completed(task, state.getAnsweredRequestId(), reading));
                    }));
            states.add(scan.state(unfinished, completed));
            allCompleted.put(operatorId, completed);
        });
        return new ScanCut(states, allCompleted);
    }

    /** @param completed splits read completely, by operator */
    public record ScanCut(List<ScanState> states, Map<Integer, Set<String>> completed) {}

    /** The checkpoint that was cut so is complete. */
    public void completed(ScanCut cut) {
        cut.completed().forEach((operatorId, ids) -> scans.get(operatorId).forgetCompleted(ids));
    }

    public void restore(List<ScanState> states) {
        states.forEach(state -> scans.get(state.operatorId()).restore(state));
    }
}
