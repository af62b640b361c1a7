package io.blink.sql.logical.subquery;

import io.blink.core.function.AggregateFunction;
import io.blink.sql.function.AggregateOperators;
import io.blink.sql.function.ScalarOperators;
import io.blink.sql.function.user.UserAggregateOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Rewrites the right sides of Correlates so that Calcite's top-down removal of correlation keeps their meaning, where by itself it does not:
 *
 * <ul>
 *   <li>An aggregate without groups has a row for no rows. Below an inner Correlate, a join, a set operation or another aggregate that row counts, so the
 *       right side gets a column that is never NULL, which makes the removal keep such rows.
 *   <li>Of two equalities of one outer column, {@code x = a AND x = b}, only the last is kept: the second becomes {@code a = b}.
 *   <li>Aggregates that are no COUNT and yet have a value of no rows get it: NULL is what a LEFT JOIN gives in its place.
 *   <li>The order of a window over rows whose columns are moved stays where it was: a projection that moves nothing is put below.
 * </ul>
 */
final class CorrelationGuards {
    private final RexBuilder expressions;

    private CorrelationGuards(RexBuilder expressions) {
        this.expressions = expressions;
    }

    static RelNode put(RelNode tree) {
        return new CorrelationGuards(tree.getCluster().getRexBuilder()).guarded(tree, false);
    }

    private RelNode guarded(RelNode node, boolean within) {
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            boolean right = node instanceof Correlate && inputs.size() == 1;
            RelNode guarded = guarded(input, within || right);
            inputs.add(right && countsEmptyGroups((Correlate) node) ? withoutLosingRows(guarded) : guarded);
        }
        RelNode same = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        if (!within) {
            return same;
        }
        if (same instanceof Project project
                && !(project.getInput() instanceof Project)
                && RexOver.containsOver(project.getProjects(), null)) {
            return project.copy(project.getTraitSet(), List.of(unmoved(project.getInput())));
        }
        if (same instanceof Aggregate aggregate && aggregate.hasEmptyGroup()) {
            return withValuesOfNoRows(aggregate);
        }
        return same instanceof Filter filter ? withOneEquality(filter) : same;
    }

    /**
     * <pre>
     *   Aggregate(COLLECT_LIST(x), MINE(x))  =>  Project(CASE WHEN n = 0 THEN an empty array ELSE list END, CASE WHEN n = 0 THEN none ELSE mine END)
     *                                              Join(TRUE)
     *                                                Aggregate(list: COLLECT_LIST(x), mine: MINE(x), n: COUNT(*))
     *                                                Aggregate(none: MINE(x))
     *                                                  Values()
     * </pre>
     *
     * The join is there for users' aggregates, whose value of no rows only they know.
     */
    private RelNode withValuesOfNoRows(Aggregate aggregate) {
        List<AggregateCall> calls = aggregate.getAggCallList();
        if (calls.stream().noneMatch(CorrelationGuards::hasValueOfNoRows)) {
            return aggregate;
        }
        RelDataType row = aggregate.getRowType();
        RelNode counted = withRowCount(aggregate);
        List<AggregateCall> users =
                calls.stream().filter(CorrelationGuards::isOfUser).toList();
        RelNode source = users.isEmpty() ? counted : besides(counted, overNoRows(aggregate, users));
        RexNode none = expressions.makeCall(
                SqlStdOperatorTable.EQUALS,
                expressions.makeInputRef(counted, row.getFieldCount()),
                expressions.makeExactLiteral(BigDecimal.ZERO, rowCountType()));
        List<RexNode> columns = new ArrayList<>(expressions.identityProjects(row));
        int next = row.getFieldCount() + 1;
        for (int i = 0; i < calls.size(); i++) {
            if (hasValueOfNoRows(calls.get(i))) {
                int column = aggregate.getGroupCount() + i;
                RexNode value = columns.get(column);
                RexNode empty =
                        isOfUser(calls.get(i)) ? expressions.makeInputRef(source, next++) : nothing(value.getType());
                columns.set(
                        column,
                        expressions.makeCall(value.getType(), SqlStdOperatorTable.CASE, List.of(none, empty, value)));
            }
        }
        return LogicalProject.create(source, List.of(), columns, row, Set.of());
    }

    private RelNode withRowCount(Aggregate aggregate) {
        List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
        calls.add(AggregateCall.create(
                SqlParserPos.ZERO,
                SqlStdOperatorTable.COUNT,
                false,
                false,
                false,
                List.of(),
                List.of(),
                -1,
                null,
                RelCollations.EMPTY,
                rowCountType(),
                "$rows"));
        return aggregate.copy(
                aggregate.getTraitSet(),
                aggregate.getInput(),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                calls);
    }

    private RelDataType rowCountType() {
        return expressions.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    }

    private static RelNode overNoRows(Aggregate aggregate, List<AggregateCall> calls) {
        RelNode nothing = LogicalValues.createEmpty(
                aggregate.getCluster(), aggregate.getInput().getRowType());
        return LogicalAggregate.create(nothing, List.of(), ImmutableBitSet.of(), null, calls);
    }

    private RelNode besides(RelNode left, RelNode right) {
        return LogicalJoin.create(left, right, List.of(), expressions.makeLiteral(true), Set.of(), JoinRelType.INNER);
    }

    /** COUNT, of which Calcite knows, aside. */
    private static boolean hasValueOfNoRows(AggregateCall call) {
        return isOfUser(call)
                || AggregateOperators.functionOf(call)
                        .filter(function -> function == AggregateFunction.COLLECT_LIST
                                || function == AggregateFunction.APPROX_COUNT_DISTINCT)
                        .isPresent();
    }

    private static boolean isOfUser(AggregateCall call) {
        return call.getAggregation() instanceof UserAggregateOperator;
    }

    private RexNode nothing(RelDataType type) {
        RexNode zero = expressions.makeExactLiteral(BigDecimal.ZERO);
        if (type.getComponentType() == null) {
            return expressions.makeCast(type, zero);
        }
        RexNode element = expressions.makeNullLiteral(type.getComponentType());
        return expressions.makeCall(type, ScalarOperators.named("ARRAY_REPEAT"), List.of(element, zero));
    }

    private static boolean countsEmptyGroups(Correlate correlate) {
        return correlate.getJoinType() != JoinRelType.LEFT_MARK
                && hasEmptyGroup(correlate.getRight(), correlate.getJoinType() == JoinRelType.LEFT);
    }

    /** @param plain whether rows of NULLs and no row are the same above */
    private static boolean hasEmptyGroup(RelNode node, boolean plain) {
        if (node instanceof Aggregate aggregate && aggregate.hasEmptyGroup() && !plain) {
            return true;
        }
        boolean still = plain && (node instanceof Project || node instanceof Filter || node instanceof Sort);
        return node.getInputs().stream().anyMatch(input -> hasEmptyGroup(input, still));
    }

    /**
     * <pre>
     *   right  =>  Project(its columns)
     *                Project(its columns, TRUE)
     *                  right
     * </pre>
     */
    private RelNode withoutLosingRows(RelNode right) {
        List<RexNode> columns = new ArrayList<>(expressions.identityProjects(right.getRowType()));
        List<String> names = new ArrayList<>(right.getRowType().getFieldNames());
        names.add("$there");
        columns.add(expressions.makeLiteral(true));
        RelNode marked = LogicalProject.create(right, List.of(), columns, names, Set.of());
        List<RexNode> own = columns.subList(0, columns.size() - 1);
        return LogicalProject.create(marked, List.of(), own, right.getRowType(), Set.of());
    }

    private RelNode unmoved(RelNode input) {
        RelDataType row = input.getRowType();
        return LogicalProject.create(input, List.of(), expressions.identityProjects(row), row, Set.of());
    }

    private RelNode withOneEquality(Filter filter) {
        if (!RexUtil.containsCorrelation(filter.getCondition())) {
            return filter;
        }
        Map<RexNode, RexInputRef> known = new HashMap<>();
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            conditions.add(withKnown(condition, known));
        }
        RexNode all = RexUtil.composeConjunction(expressions, conditions);
        return all.equals(filter.getCondition()) ? filter : LogicalFilter.create(filter.getInput(), all);
    }

    private RexNode withKnown(RexNode condition, Map<RexNode, RexInputRef> known) {
        if (condition.getKind() != SqlKind.EQUALS && condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM) {
            return condition;
        }
        List<RexNode> sides = ((RexCall) condition).getOperands();
        RexNode outer = isOuter(sides.get(0)) ? sides.get(0) : sides.get(1);
        RexNode inner = outer == sides.get(0) ? sides.get(1) : sides.get(0);
        if (!isOuter(outer) || !(inner instanceof RexInputRef column)) {
            return condition;
        }
        RexInputRef first = known.putIfAbsent(outer, column);
        return first == null || first.equals(column)
                ? condition
                : expressions.makeCall(((RexCall) condition).getOperator(), first, column);
    }

    private static boolean isOuter(RexNode node) {
        return node instanceof RexFieldAccess access && access.getReferenceExpr() instanceof RexCorrelVariable;
    }
}
