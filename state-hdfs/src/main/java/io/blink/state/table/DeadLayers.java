package io.blink.state.table;

import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage.PageName;
import io.blink.state.table.DeadRecordsPage.Entry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What checkpoints say of the dead records of some pages: a first layer, and in each later one what has died since. Every {@link #LAYERS} versions all is said in one again; which version it is differs from group to
 * group, so that no checkpoint has it of all. On I/O threads, one at a time.
 */
final class DeadLayers {
    private static final int LAYERS = 8;
    /** Versions may be passed over, when no checkpoint is made of them. */
    private static final int LAYERS_MAX = 2 * LAYERS;

    private final PageName name;
    private final KeyGroups groups;
    private List<DeadRecordsPage> layers = new ArrayList<>();
    private Map<RecordPage, DeadRecords> said = new IdentityHashMap<>();

    DeadLayers(PageName name, KeyGroups groups) {
        this.name = name;
        this.groups = groups;
    }

    /** A layer that a checkpoint has, in any order. */
    void restored(DeadRecordsPage layer) {
        layers.add(layer);
    }

    /** That the restored layers say this of a page. */
    void restored(RecordPage page, DeadRecords dead) {
        said.put(page, dead);
    }

    List<DeadRecordsPage> layers() {
        return layers;
    }

    /** Adds what is new. @param now all pages of the group with dead records, by page */
    void say(Map<RecordPage, DeadRecords> now, long version) {
        List<Entry> changes = new ArrayList<>();
        now.forEach((page, dead) -> {
            DeadRecords before = said.get(page);
            if (before != dead) {
                changes.add(new Entry(page, dead, before));
            }
        });
        said = now;
        if (changes.isEmpty()) {
            return;
        }
        boolean anew = layers.isEmpty()
                || layers.size() >= LAYERS_MAX
                || Math.floorMod(version + DeadRecordsPage.group(name), LAYERS) == 0;
        if (anew) {
            List<Entry> all = new ArrayList<>();
            now.forEach((page, dead) -> all.add(new Entry(page, dead, null)));
            layers = new ArrayList<>(List.of(DeadRecordsPage.of(nameOf(0), all, groups)));
        } else {
            int sequence = layers.get(layers.size() - 1).name().sequence() + 1;
            layers.add(DeadRecordsPage.of(nameOf(sequence), changes, groups));
        }
    }

    private PageName nameOf(int sequence) {
        return new PageName(name.table(), name.namespace(), name.part(), sequence);
    }
}
