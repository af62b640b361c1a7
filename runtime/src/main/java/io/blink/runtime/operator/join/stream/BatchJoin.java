package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Joins one batch of a side with the stored rows of the other, then stores it.
 *
 * <p>A row of a side that counts matches is <i>visible alone</i> while it has none (LEFT, RIGHT, FULL, ANTI) or some (SEMI), or always, with a mark (MARK). What is no longer visible is emitted before pairs come, what becomes visible after
 * them.
 */
final class BatchJoin {
    private final StreamJoinLayout layout;
    private final RowTaker own;
    private final AloneRows alone;
    private final RowChanges changes;
    private final long[] newMatches;
    private final Deque<ChangeMatching> matchings = new ArrayDeque<>();
    /** The rows of the other side where they all lie together. */
    private final ChangeMatching whole;

    private boolean done;

    /**
     * Resolves the batch.
     *
     * @param others the parts of the other side, one unless rows alone are not emitted here
     */
    BatchJoin(
            StreamJoinLayout layout,
            int side,
            RowTaker own,
            List<SideRows> others,
            JoinOutput output,
            PairBlock block,
            Batch batch) {
        this.layout = layout;
        this.own = own;
        alone = new AloneRows(output, side, layout.updateBefore());
        changes = own.resolve(batch);
        newMatches = layout.side(side).tracksMatches() ? new long[changes.count()] : null;
        for (SideRows other : others) {
            matchings.add(new ChangeMatching(layout, side, changes, newMatches, other, output, block));
        }
        whole = emitsUnmatched() ? matchings.peek() : null;
        if (whole != null) {
            emitKnown();
        }
    }

    private boolean emitsUnmatched() {
        return newMatches != null && layout.emitsAlone() && !layout.countsFirst();
    }

    long retainedBytes() {
        return changes.content().retainedBytes()
                + (matchings.isEmpty() ? 0 : matchings.peek().retainedBytes());
    }

    /** A step; false when the batch is done and stored. */
    boolean step() {
        if (done) {
            return false;
        }
        if (matchings.isEmpty()) {
            finish();
        } else if (!matchings.peek().step()) {
            matchings.remove();
        }
        return true;
    }

    private int visibleOld(int change) {
        return changes.hasOld(change) && layout.visibleAlone(changes.oldMatches(change))
                ? changes.oldRows()[change]
                : -1;
    }

    private int visibleNew(int change) {
        return changes.hasNew(change) && layout.visibleAlone(newMatches[change]) ? changes.newRows()[change] : -1;
    }

    /** Rows whose key the other side does not have change at once; of others what was visible alone goes before pairs come. */
    private void emitKnown() {
        for (int c = 0; c < changes.count(); c++) {
            alone.change(visibleOld(c), whole.mayMatch(c) ? -1 : visibleNew(c), changes.copies(c));
        }
        alone.emit(changes.content());
    }

    private void finish() {
        for (int c = 0; whole != null && c < changes.count(); c++) {
            alone.change(-1, whole.mayMatch(c) ? visibleNew(c) : -1, changes.copies(c));
        }
        if (newMatches != null && layout.countsFirst()) {
            for (int c = 0; c < changes.count(); c++) {
                boolean oldMark = StreamJoinLayout.mark(changes.oldMatches(c));
                boolean newMark = StreamJoinLayout.mark(newMatches[c]);
                alone.change(visibleOld(c), oldMark, visibleNew(c), newMark, changes.copies(c));
            }
        }
        alone.emit(changes.content());
        own.store(changes, newMatches);
        done = true;
    }
}
