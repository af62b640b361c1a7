package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.aggregate.Accumulator;
import java.util.List;

/**
 * An aggregate from the start of each partition to each row, page by page. Works on whole columns for any aggregate whose partial results merge: pairs of neighbours are merged, the pairs scanned in
 * the same way, and what stands between them filled in (Blelloch, Prefix Sums and Their Applications, 1990; here with segments), about four merges a row. Merges keep the order of rows.
 */
public final class RunningScan implements RunningValues {
    private final AggregateArguments arguments;
    private final Accumulator accumulator;
    private final SeenValues seen;
    /** The partial result of the partition up to the last row; {@code null} before the first. */
    private List<Column> carried;

    private int[] groups = new int[0];

    public RunningScan(AggregateArguments arguments) {
        this.arguments = arguments;
        accumulator = arguments.accumulator();
        seen = arguments.seenValues();
    }

    @Override
    public Column ofNothing() {
        accumulator.clear();
        accumulator.ensure(1);
        return accumulator.result(0, 1);
    }

    @Override
    public Column next(Batch batch, boolean[] starts) {
        int rows = batch.rowCount();
        List<Column> leaves = leaves(batch, starts);
        if (rows == 1) {
            carried = leaves;
            return accumulator.result(0, 1);
        }
        scanInto(leaves, starts, rows);
        carried = accumulator.partial(rows - 1, 1);
        return accumulator.result(0, rows);
    }

    /** The partial result of each row alone, what was carried added to the first. Left in the accumulator too. */
    private List<Column> leaves(Batch batch, boolean[] starts) {
        int rows = batch.rowCount();
        if (groups.length < rows) {
            groups = new int[rows];
        }
        for (int i = 0; i < rows; i++) {
            groups[i] = i;
        }
        accumulator.clear();
        accumulator.ensure(rows);
        if (carried != null && !starts[0]) {
            PartialResults.merge(accumulator, new int[1], new int[1], 1, carried);
        }
        if (seen == null) {
            arguments.add(batch, groups, accumulator, null);
        } else {
            addUnseen(batch, starts);
        }
        return accumulator.partial(0, rows);
    }

    /** Adds partition by partition, as what was seen is forgotten with each. */
    private void addUnseen(Batch batch, boolean[] starts) {
        int rows = batch.rowCount();
        int from = 0;
        while (from < rows) {
            if (starts[from]) {
                seen.clear();
            }
            int to = from + 1;
            while (to < rows && !starts[to]) {
                to++;
            }
            addUnseen(batch.slice(from, to - from), from);
            from = to;
        }
    }

    private void addUnseen(Batch part, int firstGroup) {
        int[] own = new int[part.rowCount()];
        for (int i = 0; i < own.length; i++) {
            own[i] = i;
        }
        arguments.select(part, accumulator.takesNulls(), own);
        int count = arguments.count();
        seen.addNew(
                new int[count],
                shifted(arguments.groups(), count, firstGroup),
                count,
                arguments.arguments(),
                accumulator);
    }

    private static int[] shifted(int[] values, int count, int by) {
        int[] shifted = new int[count];
        for (int i = 0; i < count; i++) {
            shifted[i] = values[i] + by;
        }
        return shifted;
    }

    private List<Column> scan(List<Column> items, boolean[] starts, int count) {
        if (count == 1) {
            return items;
        }
        scanInto(items, starts, count);
        return accumulator.partial(0, count);
    }

    /** Leaves for each of at least two items the aggregate from its segment's start in the accumulator. */
    private void scanInto(List<Column> items, boolean[] starts, int count) {
        int pairs = count / 2;
        boolean[] pairStarts = new boolean[pairs];
        List<Column> pairItems = pairs(items, starts, pairs, pairStarts);
        List<Column> scanned = scan(pairItems, pairStarts, pairs);
        int[] target = new int[count];
        int[] source = new int[count];
        int merged = 0;
        for (int i = 1; i < count; i++) {
            boolean odd = (i & 1) == 1;
            if (odd || !starts[i]) {
                target[merged] = i;
                source[merged++] = odd ? i / 2 : i / 2 - 1;
            }
        }
        accumulator.clear();
        accumulator.ensure(count);
        PartialResults.merge(accumulator, target, source, merged, scanned);
        int evens = 0;
        for (int i = 0; i < count; i += 2) {
            target[evens] = i;
            source[evens++] = i;
        }
        PartialResults.merge(accumulator, target, source, evens, items);
    }

    /** Items 2i and 2i + 1 together, or the second alone where a segment starts with it. */
    private List<Column> pairs(List<Column> items, boolean[] starts, int pairs, boolean[] pairStarts) {
        int[] target = new int[pairs];
        int[] source = new int[pairs];
        int firsts = 0;
        for (int pair = 0; pair < pairs; pair++) {
            if (!starts[2 * pair + 1]) {
                target[firsts] = pair;
                source[firsts++] = 2 * pair;
            }
            pairStarts[pair] = starts[2 * pair] || starts[2 * pair + 1];
        }
        accumulator.clear();
        accumulator.ensure(pairs);
        PartialResults.merge(accumulator, target, source, firsts, items);
        for (int pair = 0; pair < pairs; pair++) {
            target[pair] = pair;
            source[pair] = 2 * pair + 1;
        }
        PartialResults.merge(accumulator, target, source, pairs, items);
        return accumulator.partial(0, pairs);
    }

    @Override
    public long retainedBytes() {
        return accumulator.retainedBytes() + (seen == null ? 0 : seen.retainedBytes());
    }
}
