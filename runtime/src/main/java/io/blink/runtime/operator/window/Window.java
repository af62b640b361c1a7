package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.state.checkpoint.StatePage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The groups of one window: sealed layers, and those that rows go to. On closing all become one. */
final class Window {
    private final long start;
    private final Supplier<GroupAggregation> newGroups;
    private final List<WindowLayer> layers = new ArrayList<>();
    private GroupAggregation active;
    private int mergedPages;

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
        long bytes = active == null ? 0 : active.retainedBytes();
        for (WindowLayer layer : layers) {
            bytes += layer.groups().retainedBytes();
        }
        return bytes;
    }
}
