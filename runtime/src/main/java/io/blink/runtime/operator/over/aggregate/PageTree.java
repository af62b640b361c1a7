package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.over.page.Page;
import java.util.ArrayList;
import java.util.List;

/** The arguments that an aggregate takes from one page, and partial results of stretches of them: a tree of small depth (Leis et al., Efficient Processing of Window Functions, VLDB 2015). */
public final class PageTree {
    private final PageArguments arguments;
    /** From level 1 on; the last has one row. */
    private final List<List<Column>> levels = new ArrayList<>();

    /** @param own scratch, see {@link PageArguments#own} */
    public PageTree(Page page, Batch batch, AggregateArguments taken, Accumulator scratch, int[] own) {
        arguments = new PageArguments(page, batch, taken, scratch.takesNulls(), own);
        build(scratch, arguments.count(), own);
    }

    private void build(Accumulator scratch, int count, int[] own) {
        int[] parents = new int[count];
        for (int i = 0; i < count; i++) {
            parents[i] = i >> NodeLists.SHIFT;
        }
        int nodes = Math.max(1, count + NodeLists.FANOUT - 1 >> NodeLists.SHIFT);
        scratch.clear();
        scratch.ensure(nodes);
        scratch.add(parents, count, arguments.columns());
        levels.add(scratch.partial(0, nodes));
        while (nodes > 1) {
            int merged = nodes + NodeLists.FANOUT - 1 >> NodeLists.SHIFT;
            scratch.clear();
            scratch.ensure(merged);
            PartialResults.merge(scratch, parents, own, nodes, levels.get(levels.size() - 1));
            levels.add(scratch.partial(0, merged));
            nodes = merged;
        }
    }

    public Page page() {
        return arguments.page();
    }

    public long retainedBytes() {
        return arguments.retainedBytes()
                + levels.stream()
                        .flatMap(List::stream)
                        .mapToLong(Column::retainedBytes)
                        .sum();
    }

    /** The partial result of the whole page, one row. */
    public List<Column> total() {
        return levels.get(levels.size() - 1);
    }

    /** Adds the nodes of the rows from place {@code from} to {@code to}. */
    public void list(NodeLists nodes, int group, int from, int to) {
        nodes.add(group, arguments.before(from), arguments.before(to), levels.size() + 1);
    }

    /** Adds what is listed to an accumulator, each group's in order. */
    public void apply(NodeLists nodes, Accumulator accumulator) {
        for (int slot = 0; slot < NodeLists.slots(); slot++) {
            int count = nodes.count(slot);
            int level = NodeLists.level(slot);
            if (count > 0 && level == 0) {
                accumulator.add(
                        nodes.groups(slot), count, PartialResults.take(arguments.columns(), nodes.nodes(slot), count));
            } else if (count > 0) {
                PartialResults.merge(accumulator, nodes.groups(slot), nodes.nodes(slot), count, levels.get(level - 1));
            }
        }
    }
}
