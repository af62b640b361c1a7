package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Filters of which no row passes two: the rows of each are a group, so that a call is computed once for each row and not once for each filter. What comes of
 * the groups is put side by side.
 *
 * <pre>
 *   SUM(x) of a BETWEEN 1 AND 5         Aggregate(ANY_VALUE(s) FILTER p = 0, ANY_VALUE(s) FILTER p = 1)
 *   SUM(x) of a BETWEEN 6 AND 9    =>     Aggregate(p; SUM(x) AS s)
 *                                           Project(x, CASE WHEN a BETWEEN 1 AND 5 THEN 0 WHEN a BETWEEN 6 AND 9 THEN 1 END AS p)
 * </pre>
 */
final class DisjointParts {
    private static final int PARTS_MAX = 64;

    private static final Set<SqlKind> CHOSEN =
            EnumSet.of(SqlKind.COUNT, SqlKind.SUM, SqlKind.SUM0, SqlKind.AVG, SqlKind.MIN, SqlKind.MAX);

    private final List<RexNode> conditions;
    private final List<Integer> partOfFilter;

    private DisjointParts(List<RexNode> conditions, List<Integer> partOfFilter) {
        this.conditions = conditions;
        this.partOfFilter = partOfFilter;
    }

    /** Empty if a row may pass two filters, or all filters are the same. */
    static Optional<DisjointParts> of(List<List<RexNode>> filters, RelBuilder builder) {
        List<List<RexNode>> parts = filters.stream().distinct().toList();
        if (parts.size() < 2 || parts.size() > PARTS_MAX || !areDisjoint(parts, builder.getRexBuilder())) {
            return Optional.empty();
        }
        List<RexNode> conditions = parts.stream()
                .map(part -> RexUtil.composeConjunction(builder.getRexBuilder(), part))
                .toList();
        return Optional.of(new DisjointParts(
                conditions, filters.stream().map(parts::indexOf).toList()));
    }

    private static boolean areDisjoint(List<List<RexNode>> parts, RexBuilder rexBuilder) {
        RexSimplify simplify = new RexSimplify(rexBuilder, RelOptPredicateList.EMPTY, RexUtil.EXECUTOR);
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < i; j++) {
                List<RexNode> both = new ArrayList<>(parts.get(i));
                both.addAll(parts.get(j));
                RexNode condition = RexUtil.composeConjunction(rexBuilder, both);
                if (!simplify.simplifyUnknownAsFalse(condition).isAlwaysFalse()) {
                    return false;
                }
            }
        }
        return true;
    }

    int partOf(int filter) {
        return partOfFilter.get(filter);
    }

    /** Whether in each part all calls are wanted (what nobody asks for may fail) and are of functions that give NULL or 0 of no rows. @param places of the calls that stand behind each filter */
    boolean haveAll(List<List<Integer>> places, List<AggregateCall> calls) {
        if (!calls.stream()
                .allMatch(call -> CHOSEN.contains(call.getAggregation().getKind()))) {
            return false;
        }
        List<Set<Integer>> wanted = new ArrayList<>();
        conditions.forEach(part -> wanted.add(new HashSet<>()));
        for (int i = 0; i < places.size(); i++) {
            wanted.get(partOf(i)).addAll(places.get(i));
        }
        return wanted.stream().allMatch(ofPart -> ofPart.size() == calls.size());
    }

    /** A row with the results of the calls in the first part, then those in the second. @param union what is known of the rows on the builder, which this takes */
    RelNode aggregated(CallColumns columns, List<RexNode> union, RelBuilder builder) {
        List<RexNode> expressions = new ArrayList<>(columns.expressions());
        List<String> names = new ArrayList<>(columns.names());
        expressions.add(part(builder));
        names.add("part$");
        builder.project(expressions, names, true);
        int part = expressions.size() - 1;
        if (!isExact(union)) {
            builder.filter(builder.isNotNull(builder.field(part)));
        }
        RelNode rows = builder.build();
        RelNode groups = LogicalAggregate.create(
                rows,
                List.of(),
                ImmutableBitSet.of(part),
                List.of(ImmutableBitSet.of(part)),
                ofGroups(columns.calls(), rows));
        return sideBySide(groups, columns.calls(), builder);
    }

    /** Whether the union lets no row through that belongs to no part. */
    private boolean isExact(List<RexNode> union) {
        return union.size() == 1
                && conditions.stream().allMatch(condition -> RelOptUtil.InputFinder.bits(union.get(0))
                        .contains(RelOptUtil.InputFinder.bits(condition)));
    }

    private RexNode part(RelBuilder builder) {
        List<RexNode> operands = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            operands.add(conditions.get(i));
            operands.add(builder.literal(i));
        }
        operands.add(
                builder.getRexBuilder().makeNullLiteral(builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER)));
        return builder.call(SqlStdOperatorTable.CASE, operands);
    }

    /** The calls of each part by itself, which has rows. */
    private static List<AggregateCall> ofGroups(List<AggregateCall> calls, RelNode rows) {
        return calls.stream()
                .map(call ->
                        call(call.getAggregation(), call, call.getArgList(), call.filterArg, call.isDistinct(), rows))
                .toList();
    }

    private static AggregateCall call(
            SqlAggFunction function,
            AggregateCall from,
            List<Integer> arguments,
            int filter,
            boolean distinct,
            RelNode rows) {
        return AggregateCall.create(
                from.getParserPosition(),
                function,
                distinct,
                from.isApproximate(),
                from.ignoreNulls(),
                List.of(),
                arguments,
                filter,
                null,
                from.getCollation(),
                function == SqlStdOperatorTable.ANY_VALUE,
                rows,
                null,
                null);
    }

    /** @param groups a part's number, then the results of the calls */
    private RelNode sideBySide(RelNode groups, List<AggregateCall> calls, RelBuilder builder) {
        builder.push(groups);
        RexNode part = builder.field(0);
        List<RexNode> columns = new ArrayList<>(builder.fields().subList(1, 1 + calls.size()));
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(null));
        for (int i = 0; i < conditions.size(); i++) {
            columns.add(builder.call(SqlStdOperatorTable.IS_TRUE, builder.equals(part, builder.literal(i))));
            names.add("part$" + i);
        }
        RelNode rows = builder.project(columns, names, true).build();
        List<AggregateCall> chosen = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            for (int call = 0; call < calls.size(); call++) {
                chosen.add(call(
                        SqlStdOperatorTable.ANY_VALUE, calls.get(call), List.of(call), calls.size() + i, false, rows));
            }
        }
        builder.push(
                LogicalAggregate.create(rows, List.of(), ImmutableBitSet.of(), List.of(ImmutableBitSet.of()), chosen));
        return builder.project(results(calls, builder), List.of(), true).build();
    }

    /** What is never NULL counts, and of a part without rows gives 0. */
    private List<RexNode> results(List<AggregateCall> calls, RelBuilder builder) {
        List<RexNode> results = new ArrayList<>();
        for (int i = 0; i < conditions.size() * calls.size(); i++) {
            RexNode result = builder.field(i);
            RelDataType type = calls.get(i % calls.size()).getType();
            results.add(
                    type.isNullable()
                            ? result
                            : builder.call(
                                    SqlStdOperatorTable.COALESCE,
                                    result,
                                    builder.getRexBuilder().makeZeroLiteral(type)));
        }
        return results;
    }
}
