package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.type.DataType;
import java.util.List;

/** CASE: each condition is evaluated for the rows that no condition before it took, each value for the rows that its condition took. */
final class CaseNode extends Node {
    private final List<Node> conditions;
    private final List<Node> values;
    private final Node otherwise;
    private final DataType type;

    CaseNode(List<Node> conditions, List<Node> values, Node otherwise, DataType type) {
        this.conditions = List.copyOf(conditions);
        this.values = List.copyOf(values);
        this.otherwise = otherwise;
        this.type = type;
    }

    @Override
    Column evaluate(Rows rows) {
        BranchMerge merge = new BranchMerge(type, rows.count());
        int[] open = null;
        int openCount = rows.count();
        for (int branch = 0; branch < conditions.size() && openCount > 0; branch++) {
            Rows openRows = open == null ? rows : rows.subset(open, openCount);
            int[] taken = new int[openCount];
            int takenCount = conditions.get(branch).select(openRows, taken);
            int[] rest = rest(open, openCount, taken, takenCount);
            compose(open, taken, takenCount);
            if (takenCount > 0) {
                merge.add(values.get(branch).evaluate(rows.subset(taken, takenCount)), taken, takenCount);
            }
            open = rest;
            openCount -= takenCount;
        }
        if (openCount > 0) {
            Rows openRows = open == null ? rows : rows.subset(open, openCount);
            merge.add(otherwise.evaluate(openRows), open, openCount);
        }
        return rows.count() == 0 ? new ConstantColumn(0, LiteralColumns.nullValue(type)) : merge.build();
    }

    /** The open positions without those taken. */
    private static int[] rest(int[] open, int openCount, int[] taken, int takenCount) {
        int[] rest = new int[openCount - takenCount];
        int next = 0;
        int count = 0;
        for (int i = 0; i < openCount; i++) {
            if (next < takenCount && taken[next] == i) {
                next++;
            } else {
                rest[count++] = open == null ? i : open[i];
            }
        }
        return rest;
    }

    private static void compose(int[] outer, int[] positions, int count) {
        if (outer != null) {
            for (int i = 0; i < count; i++) {
                positions[i] = outer[positions[i]];
            }
        }
    }

    @Override
    boolean isFree() {
        return false;
    }

    @Override
    boolean vectorized() {
        return otherwise.vectorized()
                && conditions.stream().allMatch(Node::vectorized)
                && values.stream().allMatch(Node::vectorized);
    }
}
