package io.blink.runtime.operator.sort;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import java.util.List;

/**
 * Merges sorted channels of batches into one. The caller adds a batch to each channel that {@link #needs} one, or {@linkplain #end ends} it, and takes {@link #next} until it is
 * {@code null}. Holds one batch a channel. Rows that are equal come in the order of their channels. Used by one thread.
 */
public final class SortedMerge {
    private final List<SortKey> keys;
    private final SortPrefix prefix;
    private final LoserTree tree;
    private final Interleaving interleaving;
    private final Batch[] batches;
    private final Column[][] keyColumns;
    private final long[][] prefixes;
    private final int[] cursors;
    private final boolean[] ended;
    private long toSkip;
    private int missing;
    private boolean built;
    /** The channel whose batch has just been used up; the tree waits for its next head. */
    private int starved = -1;

    /** @param types of all columns */
    public SortedMerge(List<SortKey> keys, List<DataType> types, int channels) {
        this.keys = List.copyOf(keys);
        prefix = new SortPrefix(
                this.keys, keys.stream().map(key -> types.get(key.column())).toList());
        tree = new LoserTree(channels, this::compare);
        interleaving = new Interleaving(types);
        batches = new Batch[channels];
        keyColumns = new Column[channels][];
        prefixes = new long[channels][];
        cursors = new int[channels];
        ended = new boolean[channels];
        missing = channels;
    }

    /** Leaves the first rows out; to be called before rows are added. Most are passed over by whole stretches. */
    public void skip(long rows) {
        toSkip = rows;
    }

    private int compare(int channel, int other) {
        int row = cursors[channel];
        int otherRow = cursors[other];
        int order = Long.compareUnsigned(prefixes[channel][row], prefixes[other][otherRow]);
        return order != 0 || prefix.complete()
                ? order
                : ColumnOrder.compare(keys, keyColumns[channel], row, keyColumns[other], otherRow);
    }

    /** Whether the merge cannot go on without a batch, or the end, of this channel. */
    public boolean needs(int channel) {
        return batches[channel] == null && !ended[channel];
    }

    /** Adds the next batch of a channel that needs one. */
    public void add(int channel, Batch batch) {
        if (!needs(channel)) {
            throw new IllegalStateException("channel " + channel + " needs no batch");
        }
        if (batch.rowCount() == 0) {
            return;
        }
        batches[channel] = batch;
        Column[] columns = new Column[keys.size()];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = batch.column(keys.get(k).column()).flat();
        }
        keyColumns[channel] = columns;
        prefixes[channel] = null;
        cursors[channel] = 0;
        if (built) {
            computePrefixes(channel);
        }
        arrived(channel);
    }

    private void computePrefixes(int channel) {
        int rows = batches[channel].rowCount();
        prefixes[channel] = new long[rows];
        prefix.compute(keyColumns[channel], rows, prefixes[channel], 0);
    }

    /** No more batches will come on a channel. */
    public void end(int channel) {
        if (!ended[channel] && batches[channel] == null) {
            ended[channel] = true;
            tree.exhaust(channel);
            arrived(channel);
        }
        ended[channel] = true;
    }

    private void arrived(int channel) {
        missing--;
        if (starved == channel) {
            starved = -1;
            tree.replay();
        }
    }

    /** The next rows, or {@code null} if a channel needs a batch first or all have ended. */
    public Batch next() {
        if (missing > 0) {
            return null;
        }
        if (!built) {
            if (toSkip > 0 && skipStretches()) {
                return null;
            }
            build();
        }
        Batch[] sources = batches.clone();
        int winner = tree.winner();
        while (winner >= 0 && !interleaving.full()) {
            if (toSkip > 0) {
                toSkip--;
            } else {
                interleaving.add(winner, cursors[winner]);
            }
            if (++cursors[winner] == batches[winner].rowCount()) {
                batches[winner] = null;
                if (!ended[winner]) {
                    starved = winner;
                    missing++;
                    break;
                }
                tree.exhaust(winner);
            }
            tree.replay();
            winner = tree.winner();
        }
        return interleaving.count() == 0 ? null : interleaving.build(sources);
    }

    private void build() {
        for (int channel = 0; channel < batches.length; channel++) {
            if (batches[channel] != null) {
                computePrefixes(channel);
            }
        }
        tree.build();
        built = true;
    }

    /**
     * Passes over what precedes the end of the batch that ends first, as long as all of that is to be skipped; true if a channel needs a batch to go on, or all have ended. Comes before any match
     * is played.
     */
    private boolean skipStretches() {
        while (missing == 0) {
            int first = endsFirst();
            if (first < 0) {
                return true;
            }
            int[] until = cursors.clone();
            long rows = 0;
            for (int channel = 0; channel < batches.length; channel++) {
                if (batches[channel] != null) {
                    until[channel] = channel == first ? batches[first].rowCount() : passed(channel, first);
                    rows += until[channel] - cursors[channel];
                }
            }
            if (rows > toSkip) {
                return false;
            }
            toSkip -= rows;
            System.arraycopy(until, 0, cursors, 0, until.length);
            for (int channel = 0; channel < batches.length; channel++) {
                dropUsedUp(channel);
            }
        }
        return true;
    }

    private void dropUsedUp(int channel) {
        if (batches[channel] != null && cursors[channel] == batches[channel].rowCount()) {
            batches[channel] = null;
            if (ended[channel]) {
                tree.exhaust(channel);
            } else {
                missing++;
            }
        }
    }

    /** The channel whose last row at hand comes before those of the others; -1 if there are no rows. */
    private int endsFirst() {
        int first = -1;
        for (int channel = 0; channel < batches.length; channel++) {
            if (batches[channel] != null && (first < 0 || compareLast(channel, first) < 0)) {
                first = channel;
            }
        }
        return first;
    }

    private int compareLast(int channel, int other) {
        int row = batches[channel].rowCount() - 1;
        return ColumnOrder.compare(keys, keyColumns[channel], row, keyColumns[other], batches[other].rowCount() - 1);
    }

    /** The first row of a channel that comes behind the last one of another. */
    private int passed(int channel, int other) {
        int low = cursors[channel];
        int high = batches[channel].rowCount();
        int last = batches[other].rowCount() - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = ColumnOrder.compare(keys, keyColumns[channel], middle, keyColumns[other], last);
            if (order < 0 || order == 0 && channel < other) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether all channels have ended and all rows are out. */
    public boolean finished() {
        return missing == 0 && (built ? tree.winner() < 0 : allEnded());
    }

    private boolean allEnded() {
        for (int channel = 0; channel < ended.length; channel++) {
            if (!ended[channel] || batches[channel] != null) {
                return false;
            }
        }
        return true;
    }
}
