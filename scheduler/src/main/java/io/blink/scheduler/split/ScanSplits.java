package io.blink.scheduler.split;

import io.blink.core.spi.connector.Split;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The splits of one scan and who has them. In a batch tasks draw from one pool, near splits first, so that a quick task reads more. A stream's splits may never end:
 * they are dealt out to the tasks in turn. Those of a stream that end and stand in an order ({@link Split#floorMicros}) are drawn from the pool in that order, one at a time, and each answer says
 * what the event times of all that are drawn later do not fall below.
 */
final class ScanSplits {
    /** How far into the pool a near split is looked for. */
    private static final int SEARCH_DEPTH = 256;

    private final int operatorId;
    private final boolean streaming;
    private final Deque<Split> pool = new ArrayDeque<>();
    private final List<Deque<Split>> queues = new ArrayList<>();
    private final Map<TaskAttemptId, AttemptSplits> given = new HashMap<>();
    private final Map<TaskAttemptId, List<Split>> pinned = new HashMap<>();
    /** Streams: splits not known to be read completely. */
    private final Map<String, Split> open = new LinkedHashMap<>();

    private final Set<String> seen = new HashSet<>();
    private final Map<TaskAttemptId, SplitRequest> waiting = new LinkedHashMap<>();

    private boolean enumerated;
    private boolean asked;
    private long totalBytes;
    private int total;
    private int nextQueue;
    /** Where the source goes on; {@code null}: what it finds is told by {@link #seen}. */
    private String position;

    private long foundFloorMicros = Long.MIN_VALUE;

    ScanSplits(int operatorId, boolean streaming) {
        this.operatorId = operatorId;
        this.streaming = streaming;
    }

    int operatorId() {
        return operatorId;
    }

    boolean enumerated() {
        return enumerated;
    }

    /** Whether the source has answered at least once. */
    boolean asked() {
        return asked;
    }

    int total() {
        return total;
    }

    /** -1: not known. */
    long totalBytes() {
        return totalBytes;
    }

    int pooled() {
        return pool.size() + queues.stream().mapToInt(Deque::size).sum();
    }

    /** Splits of a stream that were handed out and are not known to be read completely: a restart must find them. */
    int unsettled() {
        return Math.max(0, open.size() - pooled());
    }

    List<String> hostsOfFirst() {
        Split first = pool.peek();
        return first == null ? List.of() : first.hosts();
    }

    String position() {
        return position;
    }

    /** More was found; splits that are known are left out. */
    void found(FoundSplits found) {
        position = found.position();
        foundFloorMicros = Math.max(foundFloorMicros, found.floorMicros());
        for (Split split : found.splits()) {
            if (position == null ? seen.add(split.id()) : !open.containsKey(split.id())) {
                total++;
                totalBytes = split.bytes() < 0 || totalBytes < 0 ? -1 : totalBytes + split.bytes();
                if (streaming) {
                    open.put(split.id(), split);
                }
                enqueue(split);
            }
        }
        enumerated |= found.last();
        asked = true;
    }

    private void enqueue(Split split) {
        if (queues.isEmpty() || split.floorMicros() != null) {
            pool.add(split);
        } else {
            queues.get(nextQueue++ % queues.size()).add(split);
        }
    }

    /** A stream's tasks start, having been given {@code restored} splits with their positions; all others are dealt out anew. */
    void restart(int tasks, Set<String> restored) {
        given.clear();
        waiting.clear();
        pool.clear();
        queues.clear();
        nextQueue = 0;
        for (int task = 0; task < tasks; task++) {
            queues.add(new ArrayDeque<>());
        }
        open.values().stream().filter(split -> !restored.contains(split.id())).forEach(this::enqueue);
    }

    /** Splits that came with an attempt's deployment. */
    void givenByState(TaskAttemptId task, List<Split> splits) {
        splits.forEach(split -> {
            open.putIfAbsent(split.id(), split);
            if (position == null) {
                seen.add(split.id());
            }
        });
        attempt(task).give(0, splits, false);
    }

    private AttemptSplits attempt(TaskAttemptId task) {
        return given.computeIfAbsent(task, ignored -> new AttemptSplits());
    }

    /** The answer; empty if the request waits for splits to be found, or is older than one that was answered. */
    Optional<SplitAssignment> answer(SplitRequest request, String host) {
        AttemptSplits attempt = attempt(request.getTask());
        if (attempt.answered(request.getRequestId())) {
            waiting.remove(request.getTask());
            return Optional.of(message(
                    request,
                    attempt.answer(request.getRequestId()),
                    attempt.saidNoMore(request.getRequestId()),
                    floorMicros()));
        }
        List<Split> splits = draw(request, host);
        boolean noMore = pinned.containsKey(request.getTask()) || (splits.isEmpty() && enumerated);
        long floorMicros = floorMicros();
        if (splits.isEmpty() && !noMore && floorMicros <= attempt.toldFloorMicros()) {
            waiting.put(request.getTask(), request);
            return Optional.empty();
        }
        waiting.remove(request.getTask());
        attempt.give(request.getRequestId(), splits, noMore);
        attempt.toldFloorMicros(floorMicros);
        return Optional.of(message(request, splits, noMore, floorMicros));
    }

    /** What no event time of the splits that are drawn from now on lies below. */
    private long floorMicros() {
        Split next = pool.peek();
        return next == null || next.floorMicros() == null
                ? foundFloorMicros
                : Math.min(foundFloorMicros, next.floorMicros());
    }

    /** Requests that found nothing so far. */
    List<SplitRequest> waiting() {
        return List.copyOf(waiting.values());
    }

    private List<Split> draw(SplitRequest request, String host) {
        List<Split> own = pinned.get(request.getTask());
        if (own != null) {
            return own;
        }
        List<Split> splits = new ArrayList<>();
        if (streaming) {
            Deque<Split> queue = queues.get(request.getTask().getSubtask());
            splits.addAll(queue);
            queue.clear();
            if (!pool.isEmpty()) {
                splits.add(pool.poll());
            }
            return splits;
        }
        while (splits.size() < Math.max(1, request.getMaxSplits()) && !pool.isEmpty()) {
            splits.add(nearest(host));
        }
        return splits;
    }

    private Split nearest(String host) {
        int depth = 0;
        for (Split split : pool) {
            if (split.hosts().contains(host)) {
                pool.remove(split);
                return split;
            }
            if (++depth == SEARCH_DEPTH) {
                break;
            }
        }
        return pool.remove();
    }

    private static SplitAssignment message(SplitRequest request, List<Split> splits, boolean noMore, long floorMicros) {
        SplitAssignment.Builder message = SplitAssignment.newBuilder()
                .setTask(request.getTask())
                .setOperatorId(request.getOperatorId())
                .setRequestId(request.getRequestId())
                .addAllSplits(splits.stream().map(SplitMessages::toMessage).toList())
                .setNoMoreSplits(noMore);
        if (floorMicros > Long.MIN_VALUE) {
            message.setFloorMicros(floorMicros);
        }
        return message.build();
    }

    /** The attempt ended without finishing: a batch's splits go back. */
    void giveBack(TaskAttemptId task) {
        waiting.remove(task);
        AttemptSplits attempt = given.remove(task);
        if (attempt != null && !streaming && pinned.remove(task) == null) {
            List<Split> splits = attempt.all();
            for (int i = splits.size() - 1; i >= 0; i--) {
                pool.addFirst(splits.get(i));
            }
        }
    }

    /** What a finished attempt has read. */
    List<Split> read(TaskAttemptId task) {
        AttemptSplits attempt = given.get(task);
        return attempt == null ? List.of() : attempt.all();
    }

    /** A finished attempt's splits are read again, by that attempt and no other. */
    void pin(TaskAttemptId successor, List<Split> splits) {
        pinned.put(successor, List.copyOf(splits));
    }

    /** Splits that an attempt had read under an earlier master. */
    void recoverGiven(TaskAttemptId task, List<Split> splits) {
        Set<String> ids = new HashSet<>();
        splits.forEach(split -> ids.add(split.id()));
        pool.removeIf(split -> ids.contains(split.id()));
        attempt(task).give(0, splits, true);
    }

    /** The attempt finished; what {@code replaced} had read is its own now. */
    void settled(TaskAttemptId finished, TaskAttemptId replaced) {
        waiting.remove(finished);
        pinned.remove(finished);
        if (replaced != null) {
            given.remove(replaced);
        }
    }

    /** Splits that an attempt, as it stood in a checkpoint, had read completely: given up to that request and not among the unfinished. */
    List<String> completed(TaskAttemptId task, long answeredRequest, Set<String> unfinished) {
        AttemptSplits attempt = given.get(task);
        return attempt == null
                ? List.of()
                : attempt.upTo(answeredRequest).stream()
                        .map(Split::id)
                        .filter(id -> !unfinished.contains(id))
                        .toList();
    }

    /** The scan as it stands in a checkpoint. */
    ScanState state(Set<String> unfinished, Set<String> completed) {
        List<Split> pending = open.values().stream()
                .filter(split -> !unfinished.contains(split.id()) && !completed.contains(split.id()))
                .toList();
        return new ScanState(operatorId, enumerated, pending, enumerated ? List.of() : List.copyOf(seen), position);
    }

    /** A checkpoint that says these are read is complete. */
    void forgetCompleted(Set<String> completed) {
        open.keySet().removeAll(completed);
        given.values().forEach(attempt -> attempt.forget(completed));
    }

    void restore(ScanState state) {
        seen.addAll(state.seen());
        found(FoundSplits.known(state.pending(), state.enumerated(), state.position()));
        state.pending().forEach(split -> open.put(split.id(), split));
    }
}
