package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.spi.state.TableCursor;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.runtime.operator.aggregate.StoredGroups;

/**
 * The groups of one slice: recent ones, to which rows are added, and, in state tables whose namespace is the slice's start, those of before. A slice that is done with before its recent groups are stored
 * never touches a table.
 */
final class Slice {
    private final long start;
    private final StoredGroups stored;
    private GroupAggregation recent;
    private boolean inTables;
    private boolean bypassesRecent;
    private long recentRows;
    private TableCursor results;
    private int emitted;

    /** @param inTables whether the tables have groups of it */
    Slice(long start, StoredGroups stored, boolean inTables) {
        this.start = start;
        this.stored = stored;
        this.inTables = inTables;
    }

    long start() {
        return start;
    }

    /** Whether rows should go straight to the tables, since recent groups absorbed too few of them. */
    boolean bypassesRecent() {
        return bypassesRecent;
    }

    /** Adds rows to the tables. */
    void addToTables(Batch rows) {
        int groups = stored.addRows(rows, start);
        inTables = true;
        bypassesRecent = worthless(groups, rows.rowCount());
    }

    private static boolean worthless(int groups, long rows) {
        return rows < 2L * groups;
    }

    /** The groups that rows are added to. */
    GroupAggregation recent() {
        if (recent == null) {
            recent = stored.newGroups();
        }
        return recent;
    }

    int recentGroups() {
        return recent == null ? 0 : recent.groupCount();
    }

    /** Bytes of the recent groups; the tables account for theirs. */
    long recentBytes() {
        return recent == null ? 0 : recent.retainedBytes();
    }

    /** Adds rows to the recent groups. */
    void addToRecent(Batch rows) {
        recent().add(rows);
        recentRows += rows.rowCount();
    }

    /** Moves the recent groups into the tables. @param crowded they had to go for others */
    void store(boolean crowded) {
        bypassesRecent &= crowded;
        if (recentGroups() > 0) {
            bypassesRecent = crowded && stored.takesRows() && worthless(recentGroups(), recentRows);
            stored.add(recent, start);
            inTables = true;
        }
        recent = null;
        recentRows = 0;
    }

    /** The next groups of a slice to which nothing is added any more, or {@code null} at the end. */
    Batch next() {
        if (!inTables) {
            return nextRecent();
        }
        if (results == null) {
            store(false);
            results = stored.results(start);
        }
        return results.next();
    }

    private Batch nextRecent() {
        int count = Math.min(Batch.TARGET_ROWS, recentGroups() - emitted);
        if (count == 0) {
            return null;
        }
        Batch groups = recent.output(emitted, count);
        emitted += count;
        return groups;
    }

    /** Adds what is there to groups that gather several slices, a batch at a time. */
    void mergeInto(MergedSlices merged) {
        if (inTables) {
            TableCursor partials = stored.partials(start);
            for (Batch batch = partials.next(); batch != null; batch = partials.next()) {
                merged.add(batch);
            }
        }
        for (int from = 0; from < recentGroups(); from += Batch.TARGET_ROWS) {
            merged.add(recent.spilled(from, Math.min(Batch.TARGET_ROWS, recentGroups() - from)));
        }
    }

    /** Forgets all groups. */
    void drop() {
        recent = null;
        stored.drop(start);
    }
}
