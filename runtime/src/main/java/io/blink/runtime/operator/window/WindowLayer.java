package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.hash.ColumnHash;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups of one window that no longer change, and the pages in which a checkpoint has them: frames of {@link GroupAggregation#spilled}, table 0, then those of each set of distinct
 * values, tables 1 and up. Read on any thread.
 */
final class WindowLayer {
    private final GroupAggregation groups;
    private final List<StatePage> pages = new ArrayList<>();

    WindowLayer(GroupAggregation groups, long windowStart, long part, int keyGroups) {
        this.groups = groups;
        for (int table = 0; table <= groups.distinctSets(); table++) {
            int rows = table == 0 ? groups.groupCount() : groups.distinctEntries(table - 1);
            for (int from = 0; from < rows; from += Batch.TARGET_ROWS) {
                StatePage.PageName name = new StatePage.PageName(table, windowStart, part, from / Batch.TARGET_ROWS);
                pages.add(new Page(groups, name, from, Math.min(Batch.TARGET_ROWS, rows - from), keyGroups));
            }
        }
    }

    GroupAggregation groups() {
        return groups;
    }

    List<StatePage> pages() {
        return pages;
    }

    /** The rows of one page. */
    Batch rows(int page) {
        return ((Page) pages.get(page)).rows();
    }

    /** Adds all to other groups. */
    void mergeInto(GroupAggregation target) {
        for (int page = 0; page < pages.size(); page++) {
            merge(target, pages.get(page).name().table(), rows(page));
        }
    }

    /** Adds the rows of a page of {@code table} to groups. */
    static void merge(GroupAggregation target, int table, Batch rows) {
        if (table == 0) {
            target.addSpilled(rows);
        } else {
            target.addSpilledDistinct(table - 1, rows);
        }
    }

    /** Bytes that {@link #merge} will add at most. */
    static long bytesToMerge(GroupAggregation target, int table, Batch rows) {
        return table == 0 ? target.bytesToAddSpilled(rows) : target.bytesToAddSpilledDistinct(table - 1, rows);
    }

    private static final class Page implements StatePage {
        private final GroupAggregation groups;
        private final PageName name;
        private final int from;
        private final int count;
        private final int keyGroups;

        Page(GroupAggregation groups, PageName name, int from, int count, int keyGroups) {
            this.groups = groups;
            this.name = name;
            this.from = from;
            this.count = count;
            this.keyGroups = keyGroups;
        }

        @Override
        public PageName name() {
            return name;
        }

        Batch rows() {
            return name.table() == 0
                    ? groups.spilled(from, count)
                    : groups.spilledDistinct(name.table() - 1, from, count);
        }

        @Override
        public Encoded encode() {
            Batch rows = rows();
            long[] hashes = new long[count];
            ColumnHash.ofKeys(rows, IntStream.range(0, groups.keyCount()).toArray(), hashes);
            return new Encoded(BatchFrame.encode(rows), KeyGroups.spanning(hashes, count, keyGroups));
        }
    }
}
