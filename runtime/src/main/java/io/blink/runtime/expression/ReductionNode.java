package io.blink.runtime.expression;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** REDUCE: the body is evaluated for the first elements of all rows, then for the second ones of the rows that have one, and so on. */
final class ReductionNode extends Node {
    private final Node array;
    private final Node first;
    private final Node body;
    private final List<Node> captured;
    private final DataType type;

    ReductionNode(Node array, Node first, Node body, List<Node> captured, DataType type) {
        this.array = array;
        this.first = first;
        this.body = body;
        this.captured = List.copyOf(captured);
        this.type = type;
    }

    @Override
    Column evaluate(Rows rows) {
        if (rows.count() == 0) {
            return new ConstantColumn(0, LiteralColumns.nullValue(type));
        }
        LambdaElements elements =
                LambdaElements.of((ArrayColumn) array.evaluate(rows).flat());
        List<Column> around = captured.stream().map(node -> node.evaluate(rows)).toList();
        BranchMerge merge = new BranchMerge(type, rows.count());
        int[] active = known(elements, merge);
        Column values = first.evaluate(rows).flat().take(active, 0, active.length);
        for (int step = 0; active.length > 0; step++) {
            int[] open = new int[active.length];
            int[] done = new int[active.length];
            int openCount = 0;
            int doneCount = 0;
            for (int i = 0; i < active.length; i++) {
                boolean more = elements.offsets()[active[i]] + step < elements.offsets()[active[i] + 1];
                open[openCount] = i;
                done[doneCount] = i;
                openCount += more ? 1 : 0;
                doneCount += more ? 0 : 1;
            }
            if (doneCount > 0) {
                merge.add(values.take(done, 0, doneCount), at(active, done, doneCount), doneCount);
                active = at(active, open, openCount);
                values = values.take(open, 0, openCount);
            }
            if (openCount > 0) {
                values = step(elements, around, active, values, step).flat();
            }
        }
        return merge.build();
    }

    /** The rows whose array is not NULL; of the others the result is NULL. */
    private int[] known(LambdaElements elements, BranchMerge merge) {
        int rows = elements.rows();
        int[] known = new int[rows];
        int[] missing = new int[rows];
        int knownCount = 0;
        int missingCount = 0;
        for (int row = 0; row < rows; row++) {
            boolean none = elements.nulls() != null && elements.nulls()[row];
            known[knownCount] = row;
            missing[missingCount] = row;
            knownCount += none ? 0 : 1;
            missingCount += none ? 1 : 0;
        }
        if (missingCount > 0) {
            merge.add(new ConstantColumn(missingCount, LiteralColumns.nullValue(type)), missing, missingCount);
        }
        return java.util.Arrays.copyOf(known, knownCount);
    }

    private static int[] at(int[] rows, int[] chosen, int count) {
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = rows[chosen[i]];
        }
        return found;
    }

    private Column step(LambdaElements elements, List<Column> around, int[] active, Column values, int step) {
        int[] places = new int[active.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = elements.offsets()[active[i]] + step;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(values);
        columns.add(elements.elements().take(places, 0, places.length));
        around.forEach(column -> columns.add(LambdaElements.repeated(column, active, active.length)));
        return body.evaluate(Rows.of(new Batch(active.length, columns)));
    }

    @Override
    boolean isFree() {
        return false;
    }

    @Override
    boolean vectorized() {
        return array.vectorized()
                && first.vectorized()
                && body.vectorized()
                && captured.stream().allMatch(Node::vectorized);
    }
}
