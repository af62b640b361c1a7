package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators and exchanges that take each row by itself make of changes. */
final class RowWiseChanges {
    private RowWiseChanges() {}

    /** Whether operators of this spec take rows of every kind, each by itself. */
    static boolean isRowWise(OperatorSpec spec) {
        return spec instanceof OperatorSpec.Filter
                || spec instanceof OperatorSpec.Project
                || spec instanceof OperatorSpec.Union
                || isRepeating(spec)
                || spec instanceof OperatorSpec.AssignWatermark
                || spec instanceof OperatorSpec.AssignProcessingTime;
    }

    /** Whether a row becomes any number of rows, so that an update is a deletion of some and an insertion of others. */
    private static boolean isRepeating(OperatorSpec spec) {
        return spec instanceof OperatorSpec.Unnest
                || spec instanceof OperatorSpec.WindowAssign assign
                        && assign.window().kind() != TimeWindow.Kind.SESSION;
    }

    /** Of such an operator's output. */
    static Changes of(OperatorSpec spec, List<Changes> inputs) {
        Changes all = inputs.get(0);
        for (Changes input : inputs.subList(1, inputs.size())) {
            all = all.and(input);
        }
        if (spec instanceof OperatorSpec.Project project) {
            return projected(project, all);
        }
        if (isRepeating(spec)) {
            return new Changes(false, !all.insertOnly(), Set.of());
        }
        if (spec instanceof OperatorSpec.Filter filter && all.updates() && !testsKey(filter, all)) {
            return new Changes(true, true, all.keys());
        }
        return all;
    }

    /** Whether such an operator needs old contents of its inputs. */
    static BeforeNeed need(OperatorSpec spec, Changes input) {
        boolean alone = isRepeating(spec) || spec instanceof OperatorSpec.Filter filter && !testsKey(filter, input);
        return alone ? BeforeNeed.ALWAYS : BeforeNeed.AS_OUTPUT;
    }

    /** All contents of a row pass the filter, or none. */
    private static boolean testsKey(OperatorSpec.Filter filter, Changes input) {
        Set<Integer> tested = ExpressionRewriter.columnsOf(List.of(filter.predicate()));
        return input.keys().stream().anyMatch(key -> key.containsAll(tested));
    }

    private static Changes projected(OperatorSpec.Project project, Changes input) {
        Set<Integer> keyColumns = input.keys().stream().flatMap(Set::stream).collect(Collectors.toSet());
        int width = keyColumns.isEmpty() ? 0 : Collections.max(keyColumns) + 1;
        List<Integer> positions = new ArrayList<>(Collections.nCopies(width, -1));
        List<Expression> expressions = project.expressions();
        for (int i = 0; i < expressions.size(); i++) {
            int column = distinctBy(expressions.get(i));
            if (column >= 0 && column < width && positions.get(column) < 0) {
                positions.set(column, i);
            }
        }
        return input.mapped(positions);
    }

    /** The column whose different values give different values of the expression, or -1. */
    private static int distinctBy(Expression expression) {
        if (expression instanceof InputColumn column) {
            return column.index();
        }
        if (!(expression instanceof Call call)) {
            return -1;
        }
        boolean same = call.function() == ScalarFunction.REQUIRE_NOT_NULL
                || call.function() == ScalarFunction.CAST
                        && losesNothing(call.arguments().get(0).type(), call.type());
        return same ? distinctBy(call.arguments().get(0)) : -1;
    }

    private static boolean losesNothing(DataType from, DataType to) {
        if (from.kind().isInteger() && to.kind().isInteger()) {
            return from.kind().compareTo(to.kind()) <= 0;
        }
        return from.kind() == TypeKind.VARCHAR && to.kind() == TypeKind.VARCHAR && from.precision() <= to.precision();
    }

    /** Behind an exchange: a key whose rows may go to several tasks no longer puts them in order. */
    static Changes exchanged(Partitioning partitioning, Changes input) {
        if (input.insertOnly() || !(partitioning instanceof Partitioning.Hash hash)) {
            return input;
        }
        Set<Set<Integer>> kept = new HashSet<>(input.keys());
        kept.removeIf(key -> !key.containsAll(hash.keys()));
        return input.withKeys(kept);
    }
}
