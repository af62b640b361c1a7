package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.state.checkpoint.StatePage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The groups of one window: sealed layers, and those that rows go to. When there are many layers, the later ones become one on an I/O thread, as far as each is no more than twice as large as all
 * after it, so that a group is copied a few times only. On closing all become one.
 */
final class Window {
    private static final int LAYERS_MAX = 8;

    private final long start;
    private final Supplier<GroupAggregation> newGroups;
    private final List<WindowLayer> layers = new ArrayList<>();
    private GroupAggregation active;
    private int mergedPages;
    private Compaction compaction;

    /** Layers {@code from .. from + layers} becoming one. @param reservedBytes for the result */
    private record Compaction(int from, int layers, long reservedBytes, CompletableFuture<GroupAggregation> result) {}

    Window(long start, Supplier<GroupAggregation> newGroups) {
        this.start = start;
        this.newGroups = newGroups;
    }

    long start() {
        return start;
    }

    /** The groups that rows go to. */
    GroupAggregation active() {
        if (active == null) {
            active = newGroups.get();
        }
        return active;
    }

    void restored(WindowLayer layer) {
        layers.add(layer);
    }

    /** What has come since the last call changes no more. */
    void seal(long part, int keyGroups) {
        if (active != null) {
            layers.add(new WindowLayer(active, start, part, keyGroups));
            active = null;
        }
    }

    /** Bytes that a compaction would need, which is due; 0 if none is. */
    long bytesToCompact() {
        if (compaction != null || layers.size() < LAYERS_MAX) {
            return 0;
        }
        return bytes(firstToCompact());
    }

    private int firstToCompact() {
        int from = layers.size() - 1;
        long later = layers.get(from).groups().retainedBytes();
        while (from > 0
                && (from == layers.size() - 1 || layers.get(from - 1).groups().retainedBytes() <= 2 * later)) {
            from--;
            later += layers.get(from).groups().retainedBytes();
        }
        return from;
    }

    private long bytes(int from) {
        return layers.subList(from, layers.size()).stream()
                .mapToLong(layer -> layer.groups().retainedBytes())
                .sum();
    }

    void startCompaction(Executor ioExecutor) {
        int from = firstToCompact();
        List<WindowLayer> old = List.copyOf(layers.subList(from, layers.size()));
        CompletableFuture<GroupAggregation> result = CompletableFuture.supplyAsync(
                () -> {
                    GroupAggregation groups = newGroups.get();
                    old.forEach(layer -> layer.mergeInto(groups));
                    return groups;
                },
                ioExecutor);
        compaction = new Compaction(from, old.size(), bytes(from), result);
    }

    /** Whether a compaction has come to its end. */
    boolean compacted() {
        return compaction != null && compaction.result().isDone();
    }

    void finishCompaction(long part, int keyGroups) {
        WindowLayer layer = new WindowLayer(compaction.result().join(), start, part, keyGroups);
        layers.subList(compaction.from(), compaction.from() + compaction.layers())
                .clear();
        layers.add(compaction.from(), layer);
        compaction = null;
    }

    void addPages(List<StatePage> pages) {
        layers.forEach(layer -> pages.addAll(layer.pages()));
    }

    /** Whether all groups are in one place: {@link #merged}. */
    boolean isMerged() {
        return layers.isEmpty() || (active == null && layers.size() == 1 && mergedPages == 0);
    }

    GroupAggregation merged() {
        return layers.isEmpty() ? active() : layers.get(0).groups();
    }

    /** The next rows to merge into {@link #active}; the window is closing. */
    Batch nextToMerge() {
        return layers.get(0).rows(mergedPages);
    }

    int tableToMerge() {
        return layers.get(0).pages().get(mergedPages).name().table();
    }

    /** Merges what {@link #nextToMerge} gave; a layer that is merged is forgotten. */
    void merge(Batch rows) {
        WindowLayer.merge(active(), tableToMerge(), rows);
        mergedPages++;
        if (mergedPages == layers.get(0).pages().size()) {
            layers.remove(0);
            mergedPages = 0;
        }
    }

    long retainedBytes() {
        long bytes =
                (active == null ? 0 : active.retainedBytes()) + (compaction == null ? 0 : compaction.reservedBytes());
        for (WindowLayer layer : layers) {
            bytes += layer.groups().retainedBytes();
        }
        return bytes;
    }
}
