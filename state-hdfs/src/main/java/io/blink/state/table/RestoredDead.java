package io.blink.state.table;

import io.blink.state.checkpoint.CheckpointReader;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dead records of all pages of a handle. Read on one thread, then not changed. */
final class RestoredDead {
    private static final int[] NONE_DEAD = {};
    private static final int NO_GROUP = -1;

    private final List<Layer> layers = new ArrayList<>();
    private final Map<PageOfTable, int[]> offsets = new HashMap<>();
    private final Map<PageOfTable, Integer> groups = new HashMap<>();

    private RestoredDead() {}

    private record PageOfTable(int table, long namespace, long part) {
        static PageOfTable of(PageLocation page) {
            return new PageOfTable(page.table(), page.namespace(), page.part());
        }
    }

    private record Namespace(int table, long namespace) {}

    /** What a checkpoint has of some pages whose numbers it had in one group. */
    record Layer(PageLocation location, int group, DeadRecordsPage page) {}

    static RestoredDead read(CheckpointReader reader, StateHandle handle) {
        RestoredDead dead = new RestoredDead();
        List<PageLocation> pages = handle.pages().stream()
                .filter(page -> DeadRecordsPage.isOne(page.name()))
                .toList();
        reader.read(handle, pages, dead::add);
        dead.layers.sort(
                Comparator.comparingInt((Layer layer) -> layer.location().sequence()));
        return dead;
    }

    private void add(PageLocation location, byte[] content) {
        int group = DeadRecordsPage.group(location.name());
        layers.add(new Layer(location, group, new DeadRecordsPage(location.name(), content, location.groups())));
        DeadRecordsPage.decode(content).forEach((part, died) -> {
            PageOfTable page = new PageOfTable(location.table(), location.namespace(), part);
            offsets.merge(page, died, RestoredDead::merged);
            groups.put(page, group);
        });
    }

    private static int[] merged(int[] some, int[] others) {
        int[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        Arrays.sort(all);
        return all;
    }

    /** Oldest first within a group. */
    List<Layer> layers() {
        return layers;
    }

    /** Ascending. */
    int[] offsets(PageLocation page) {
        return offsets.getOrDefault(PageOfTable.of(page), NONE_DEAD);
    }

    /** In whose layers a page with dead records is; -1 for one without. */
    int group(PageLocation page) {
        return groups.getOrDefault(PageOfTable.of(page), NO_GROUP);
    }

    /** Numbers for pages with which those with dead records are in their groups again, so that layers go on to hold; the others take what is left. */
    Map<PageLocation, Integer> numbers(List<PageLocation> pages) {
        Map<Namespace, BitSet> taken = new HashMap<>();
        Map<PageLocation, Integer> numbers = new HashMap<>();
        List<PageLocation> others = new ArrayList<>();
        for (PageLocation page : pages) {
            BitSet ofTable = taken.computeIfAbsent(namespace(page), key -> new BitSet());
            int group = group(page);
            int number = ofTable.nextClearBit(Math.max(0, group) * DeadRecordsPage.PAGES);
            if (number / DeadRecordsPage.PAGES == group) {
                ofTable.set(number);
                numbers.put(page, number);
            } else {
                others.add(page);
            }
        }
        for (PageLocation page : others) {
            BitSet ofTable = taken.get(namespace(page));
            int number = ofTable.nextClearBit(0);
            ofTable.set(number);
            numbers.put(page, number);
        }
        return numbers;
    }

    private static Namespace namespace(PageLocation page) {
        return new Namespace(page.table(), page.namespace());
    }
}
