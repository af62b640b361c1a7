package io.blink.scheduler.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The completed checkpoints that are kept, and which of them may go: all but the newest few, once those after them are committed. */
final class CompletedCheckpoints {
    private final int retained;
    private final TreeMap<Long, CheckpointMetadata> kept = new TreeMap<>();
    private final Set<Long> committed = new HashSet<>();
    private Optional<Long> held = Optional.empty();

    CompletedCheckpoints(int retained) {
        this.retained = Math.max(1, retained);
    }

    void add(CheckpointMetadata checkpoint) {
        kept.put(checkpoint.checkpointId(), checkpoint);
    }

    /** A checkpoint that must not go for now; empty: none. */
    void hold(Optional<Long> checkpointId) {
        held = checkpointId;
    }

    Optional<CheckpointMetadata> latest() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.lastEntry().getValue());
    }

    List<CheckpointMetadata> lineage() {
        List<CheckpointMetadata> lineage = new ArrayList<>();
        CheckpointMetadata checkpoint = latest().orElse(null);
        while (checkpoint != null) {
            lineage.add(0, checkpoint);
            checkpoint = kept.get(checkpoint.previous());
        }
        return lineage;
    }

    List<CheckpointMetadata> kept() {
        return List.copyOf(kept.values());
    }

    /** Notes that a checkpoint's writes are visible; returns those that are to be deleted. */
    List<CheckpointMetadata> committed(long checkpointId) {
        committed.add(checkpointId);
        List<CheckpointMetadata> old = new ArrayList<>();
        Set<Long> lineage = new HashSet<>();
        lineage().forEach(checkpoint -> lineage.add(checkpoint.checkpointId()));
        while (kept.size() > retained
                && !held.equals(Optional.of(kept.firstKey()))
                && (committed.contains(kept.firstKey()) || !lineage.contains(kept.firstKey()))) {
            committed.remove(kept.firstKey());
            old.add(kept.pollFirstEntry().getValue());
        }
        return old;
    }
}
