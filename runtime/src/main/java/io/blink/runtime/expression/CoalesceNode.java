package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.NullFlags;
import java.util.List;

/** COALESCE: each argument is evaluated for the rows where all before it were NULL. */
final class CoalesceNode extends Node {
    private final List<Node> arguments;
    private final DataType type;

    CoalesceNode(List<Node> arguments, DataType type) {
        this.arguments = List.copyOf(arguments);
        this.type = type;
    }

    @Override
    Column evaluate(Rows rows) {
        Column first = arguments.get(0).evaluate(rows);
        int[] open = new int[rows.count()];
        int openCount = nulls(first, null, open);
        if (openCount == 0) {
            return first;
        }
        BranchMerge merge = new BranchMerge(type, rows.count());
        merge.add(first, null, rows.count());
        for (int i = 1; i < arguments.size() && openCount > 0; i++) {
            Column next = arguments.get(i).evaluate(rows.subset(open, openCount));
            merge.add(next, open, openCount);
            int[] stillOpen = new int[openCount];
            openCount = nulls(next, open, stillOpen);
            open = stillOpen;
        }
        return merge.build();
    }

    /** Writes where the column is null, as positions of the whole, and returns how often. */
    private static int nulls(Column column, int[] positions, int[] found) {
        boolean[] nulls = column.mayHaveNulls() ? NullFlags.of(column) : null;
        int count = 0;
        if (nulls != null) {
            for (int i = 0; i < column.size(); i++) {
                found[count] = positions == null ? i : positions[i];
                count += nulls[i] ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    boolean isFree() {
        return arguments.stream().allMatch(Node::isFree);
    }

    @Override
    boolean vectorized() {
        return arguments.stream().allMatch(Node::vectorized);
    }
}
