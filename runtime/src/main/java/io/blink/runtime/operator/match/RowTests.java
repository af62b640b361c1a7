package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.expression.EvaluationContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The definitions of variables. Those that look at the tested row and its neighbours alone are evaluated once, for all rows of a partition that came together, the others row by row as a search comes to them. */
final class RowTests {
    private final int variables;
    private final List<MatchValues> definitions = new ArrayList<>();
    private final boolean[] near;
    private final boolean independent;
    private final int reachBehind;
    private final int reachBefore;
    private PartitionRows rows;

    RowTests(OperatorSpec.Match spec, EvaluationContext context) {
        variables = spec.variables().size();
        near = new boolean[variables];
        reachBehind = spec.reach(false);
        reachBefore = spec.reach(true);
        boolean all = true;
        for (int v = 0; v < variables; v++) {
            MatchExpression definition = spec.definitions().get(v);
            int variable = v;
            near[v] = definition == null || definition.values().stream().allMatch(value -> value.isNear(variable));
            definitions.add(definition == null ? null : new MatchValues(definition, spec.variables(), context));
            all &= near[v];
        }
        independent = all;
    }

    /** Whether a test depends on nothing but the row's place in the partition. */
    boolean areIndependent() {
        return independent;
    }

    /** Rows of one partition are tested from now on, those so far with what is behind them. */
    void use(PartitionRows ofPartition) {
        rows = ofPartition;
        int from = rows.testedRows();
        if (from == rows.count()) {
            return;
        }
        int lookedBackAt = Math.min(from, reachBefore);
        Batch together = rows.from(from - lookedBackAt);
        for (int v = 0; v < variables; v++) {
            if (near[v] && definitions.get(v) != null) {
                record(definitions.get(v).evaluateNear(together), lookedBackAt, rows.passes(v), from);
            }
        }
        rows.setTestedRows(Math.max(from, rows.count() - reachBehind));
    }

    private static void record(Column tested, int lookedBackAt, BitSet passes, int from) {
        boolean[] truths = truths(tested);
        for (int i = lookedBackAt; i < truths.length; i++) {
            passes.set(from + i - lookedBackAt, truths[i]);
        }
    }

    private static boolean[] truths(Column column) {
        ByteColumn flat = (ByteColumn) column.flat();
        boolean[] truths = new boolean[flat.size()];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = flat.values()[i] != 0 && !flat.isNull(i);
        }
        return truths;
    }

    /** What a search continues from row to row: for each variable the aggregates of its definition. */
    List<RunningAggregate[]> runningAggregates() {
        List<RunningAggregate[]> running = new ArrayList<>();
        for (int v = 0; v < variables; v++) {
            running.add(near[v] ? new RunningAggregate[0] : definitions.get(v).runningAggregates());
        }
        return running;
    }

    /**
     * Whether a row may stand for a variable.
     *
     * @param start first row of the match
     * @param path variables of the rows from the first on, as far as before the row
     * @param running of the search, which has said of each row that it came back to ({@link RunningAggregate#cut})
     */
    boolean test(int variable, int row, int start, int[] path, List<RunningAggregate[]> running) {
        if (definitions.get(variable) == null) {
            return true;
        }
        if (near[variable]) {
            return rows.passes(variable).get(row);
        }
        path[row - start] = variable;
        MatchedRows part = new MatchedRows(start, row + 1, path, 0);
        return truths(definitions.get(variable).evaluate(rows, part, running.get(variable)))[0];
    }
}
