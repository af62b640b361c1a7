package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.rows.RowStore;
import java.util.ArrayList;
import java.util.List;

/** The partial results of whole pages, and of stretches of pages. Pages are numbered from a start that moves on when most of them are forgotten. */
public final class TotalsTree {
    private static final int COMPACTED_MIN = 1024;

    private final List<DataType> types;
    private final Accumulator scratch;
    private List<RowStore> levels = new ArrayList<>();
    private long firstPage;

    /** @param types of a partial result */
    public TotalsTree(List<DataType> types, Accumulator scratch) {
        this.types = types;
        this.scratch = scratch;
        levels.add(new RowStore(types));
    }

    /** Adds the next page. @param total its partial result, one row */
    public void add(List<Column> total) {
        List<Column> node = total;
        for (int level = 0; node != null; level++) {
            if (level == levels.size()) {
                levels.add(new RowStore(types));
            }
            RowStore store = levels.get(level);
            store.append(node.toArray(Column[]::new), null, 0, 1);
            node = store.size() % NodeLists.FANOUT == 0 ? merged(store) : null;
        }
    }

    private List<Column> merged(RowStore store) {
        int[] last = range(store.size() - NodeLists.FANOUT, NodeLists.FANOUT);
        scratch.clear();
        scratch.ensure(1);
        PartialResults.merge(
                scratch,
                new int[NodeLists.FANOUT],
                range(0, NodeLists.FANOUT),
                NodeLists.FANOUT,
                store.gather(last, 0, last.length));
        return scratch.partial(0, 1);
    }

    private static int[] range(int from, int count) {
        int[] range = new int[count];
        for (int i = 0; i < count; i++) {
            range[i] = from + i;
        }
        return range;
    }

    /** Adds the nodes of the pages from number {@code from} to {@code to}. */
    public void list(NodeLists nodes, int group, long from, long to) {
        if (from < to) {
            nodes.add(group, (int) (from - firstPage), (int) (to - firstPage), levels.size());
        }
    }

    /** Adds what is listed to an accumulator, each group's in order. */
    public void apply(NodeLists nodes, Accumulator accumulator) {
        for (int slot = 0; slot < NodeLists.slots(); slot++) {
            int count = nodes.count(slot);
            if (count > 0) {
                List<Column> gathered = levels.get(NodeLists.level(slot)).gather(nodes.nodes(slot), 0, count);
                PartialResults.merge(accumulator, nodes.groups(slot), range(0, count), count, gathered);
            }
        }
    }

    /** Pages before number {@code page} will not be asked for again. */
    public void forgetBefore(long page) {
        RowStore pages = levels.get(0);
        int dropped = (int) Math.min(pages.size(), page - firstPage);
        if (dropped < COMPACTED_MIN || dropped < pages.size() / 2) {
            return;
        }
        firstPage += dropped;
        levels = new ArrayList<>();
        levels.add(new RowStore(types));
        for (int row = dropped; row < pages.size(); row++) {
            add(pages.gather(new int[] {row}, 0, 1));
        }
    }

    public long retainedBytes() {
        return levels.stream().mapToLong(RowStore::retainedBytes).sum();
    }
}
