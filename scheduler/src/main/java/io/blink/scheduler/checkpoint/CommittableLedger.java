package io.blink.scheduler.checkpoint;

import io.blink.core.spi.connector.Committable;
import io.blink.runtime.control.OperatorCommittables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which prepared writes belong to no completed checkpoint yet. A committable of a checkpoint that was given up goes into the next one; one that a worker repeats,
 * because it has not heard of a completion, is left out.
 */
final class CommittableLedger {
    /** A worker hears of completions again when it reconnects, so it repeats those of a few checkpoints at most. */
    private static final int CHECKPOINTS_REMEMBERED = 16;

    private final Map<Integer, Set<Committable>> open = new LinkedHashMap<>();
    private final Deque<Map<Integer, List<Committable>>> completed = new ArrayDeque<>();

    void add(Collection<OperatorCommittables> committables) {
        for (OperatorCommittables ofOperator : committables) {
            for (Committable committable : OperatorStates.toCommittables(ofOperator)) {
                if (!isCompleted(ofOperator.getOperatorId(), committable)) {
                    open.computeIfAbsent(ofOperator.getOperatorId(), id -> new LinkedHashSet<>())
                            .add(committable);
                }
            }
        }
    }

    private boolean isCompleted(int operatorId, Committable committable) {
        return completed.stream()
                .anyMatch(checkpoint ->
                        checkpoint.getOrDefault(operatorId, List.of()).contains(committable));
    }

    /** What the next checkpoint takes. */
    Map<Integer, List<Committable>> open() {
        Map<Integer, List<Committable>> copy = new LinkedHashMap<>();
        open.forEach((operatorId, committables) -> copy.put(operatorId, new ArrayList<>(committables)));
        return copy;
    }

    /** A checkpoint with these is complete. */
    void complete(Map<Integer, List<Committable>> taken) {
        taken.forEach((operatorId, committables) -> {
            if (open.containsKey(operatorId)) {
                open.get(operatorId).removeAll(new HashSet<>(committables));
            }
        });
        completed.addLast(taken);
        if (completed.size() > CHECKPOINTS_REMEMBERED) {
            completed.removeFirst();
        }
    }

    /** The tasks go back to the last completed checkpoint: what they prepared after it is void. */
    void reset() {
        open.clear();
    }
}
