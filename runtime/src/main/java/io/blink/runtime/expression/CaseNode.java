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
        OpenRows open = new OpenRows(rows);
        for (int branch = 0; branch < conditions.size() && open.count() > 0; branch++) {
            int[] taken = open.room();
            int takenCount = conditions.get(branch).select(open.rows(), taken);
            open.take(taken, takenCount);
            if (takenCount > 0) {
                merge.add(values.get(branch).evaluate(rows.subset(taken, takenCount)), taken, takenCount);
            }
        }
        if (open.count() > 0) {
            merge.add(otherwise.evaluate(open.rows()), open.positions(), open.count());
        }
        return rows.count() == 0 ? new ConstantColumn(0, LiteralColumns.nullValue(type)) : merge.build();
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
