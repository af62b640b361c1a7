package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.join.PairTest;
import java.util.Arrays;

/** Pairs of a change and a stored row of the other side, a bounded number at a time. Scratch memory of one operator. */
final class PairBlock {
    /** The pair held before the change. */
    static final byte OLD = 1;

    /** The pair holds after it. */
    static final byte NEW = 2;

    private static final byte BOTH = OLD | NEW;

    private final int capacity;
    private final int[] changes;
    private final int[] candidates;
    private final byte[] flags;
    private final int[] rows;
    private final int[] partners;
    private final int[] tested;
    private final int[] outRows;
    private final int[] outPartners;
    private final byte[] outKinds;
    private int count;
    private int outCount;

    PairBlock(int capacity) {
        this.capacity = capacity;
        changes = new int[capacity];
        candidates = new int[capacity];
        flags = new byte[capacity];
        rows = new int[capacity];
        partners = new int[capacity];
        tested = new int[capacity];
        // An update of a pair is two rows, and is not torn apart.
        outRows = new int[capacity + 1];
        outPartners = new int[capacity + 1];
        outKinds = new byte[capacity + 1];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int room() {
        return capacity - count;
    }

    int change(int pair) {
        return changes[pair];
    }

    int candidate(int pair) {
        return candidates[pair];
    }

    boolean before(int pair) {
        return (flags[pair] & OLD) != 0;
    }

    boolean after(int pair) {
        return (flags[pair] & NEW) != 0;
    }

    /** Pairs a change with successive candidates. */
    void add(int change, int firstCandidate, int added) {
        Arrays.fill(changes, count, count + added, change);
        Arrays.fill(flags, count, count + added, (byte) 0);
        for (int i = 0; i < added; i++) {
            candidates[count + i] = firstCandidate + i;
        }
        count += added;
    }

    /** Every pair holds as long as its row is there. */
    void markAll(RowChanges of) {
        if (of.insertOnly()) {
            Arrays.fill(flags, 0, count, NEW);
            return;
        }
        for (int i = 0; i < count; i++) {
            flags[i] = (byte) ((of.hasOld(changes[i]) ? OLD : 0) | (of.hasNew(changes[i]) ? NEW : 0));
        }
    }

    /** Marks the pairs for which a condition holds. @param side of the changes */
    void test(PairTest condition, int side, RowChanges of, Batch stored) {
        if (!of.insertOnly()) {
            test(condition, side, of, of.oldRows(), stored, OLD);
        }
        test(condition, side, of, of.newRows(), stored, NEW);
    }

    private void test(PairTest condition, int side, RowChanges of, int[] contentRows, Batch stored, byte flag) {
        int chosen = 0;
        for (int i = 0; i < count; i++) {
            int row = contentRows[changes[i]];
            rows[chosen] = row;
            partners[chosen] = candidates[i];
            tested[chosen] = i;
            chosen += row >= 0 ? 1 : 0;
        }
        int kept = side == 0
                ? condition.select(of.content(), rows, stored, partners, chosen)
                : condition.select(stored, partners, of.content(), rows, chosen);
        int[] selected = condition.selected();
        for (int i = 0; i < kept; i++) {
            flags[tested[selected[i]]] |= flag;
        }
    }

    /** Emits what changes of the pairs. */
    void emit(JoinOutput output, int side, RowChanges of, Candidates stored, boolean updateBefore) {
        outCount = 0;
        for (int i = 0; i < count; i++) {
            int change = changes[i];
            int candidate = candidates[i];
            long copies = of.copies(change) * stored.copies(candidate);
            for (long copy = 0; flags[i] != 0 && copy < copies; copy++) {
                if (flags[i] == BOTH) {
                    if (updateBefore) {
                        add(of.oldRows()[change], candidate, RowKinds.UPDATE_BEFORE);
                    }
                    add(of.newRows()[change], candidate, RowKinds.UPDATE_AFTER);
                } else if (flags[i] == NEW) {
                    add(of.newRows()[change], candidate, RowKinds.INSERT);
                } else {
                    add(of.oldRows()[change], candidate, RowKinds.DELETE);
                }
                if (outCount >= capacity) {
                    flush(output, side, of, stored);
                }
            }
        }
        flush(output, side, of, stored);
    }

    private void add(int row, int candidate, byte kind) {
        outRows[outCount] = row;
        outPartners[outCount] = candidate;
        outKinds[outCount++] = kind;
    }

    private void flush(JoinOutput output, int side, RowChanges of, Candidates stored) {
        output.pairs(side, of.content(), outRows, stored.rows(), outPartners, outKinds, outCount);
        outCount = 0;
    }
}
