package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** The calls of several aggregates over the columns that all of them need, each once. */
final class CallColumns {
    private final RexBuilder rexBuilder;
    private final List<RexNode> expressions = new ArrayList<>();
    private final List<AggregateCall> calls = new ArrayList<>();

    CallColumns(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    /** What the calls' columns are made of. */
    List<RexNode> expressions() {
        return expressions;
    }

    List<AggregateCall> calls() {
        return calls;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            int column = i;
            boolean filter = calls.stream().anyMatch(call -> call.filterArg == column);
            names.add(filter ? "filter$" + i : null);
        }
        return names;
    }

    /** The call's place among the calls. @param inputColumns that the call's arguments are numbers of @param condition of the rows that it takes */
    int placeOf(AggregateCall call, List<RexNode> inputColumns, RexNode condition) {
        List<Integer> arguments = call.getArgList().stream()
                .map(argument -> columnOf(inputColumns.get(argument)))
                .toList();
        RexNode filter = call.hasFilter()
                ? RexUtil.composeConjunction(rexBuilder, List.of(condition, inputColumns.get(call.filterArg)))
                : condition;
        AggregateCall over = call.withArgList(arguments)
                .withFilter(filter.isAlwaysTrue() ? -1 : columnOf(neverNull(filter)))
                .withCollation(RelCollations.of(call.getCollation().getFieldCollations().stream()
                        .map(key -> key.withFieldIndex(columnOf(inputColumns.get(key.getFieldIndex()))))
                        .toList()))
                .withName(null);
        int place = calls.indexOf(over);
        if (place < 0) {
            calls.add(over);
            return calls.size() - 1;
        }
        return place;
    }

    private RexNode neverNull(RexNode condition) {
        return condition.getType().isNullable()
                ? rexBuilder.makeCall(SqlStdOperatorTable.IS_TRUE, condition)
                : condition;
    }

    private int columnOf(RexNode expression) {
        int column = expressions.indexOf(expression);
        if (column < 0) {
            expressions.add(expression);
            return expressions.size() - 1;
        }
        return column;
    }
}
