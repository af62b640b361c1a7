package io.blink.sql.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * An aggregate with a sum and a count in the place of each AVG, whose parts can be added up. Only of numbers up to 32 bits, whose sums stay within BIGINT, and of DOUBLE: averages
 * of the others are rounded or overflow in their own way.
 *
 * @param places of each call of the whole among those of {@code sums}; of an AVG its sum, behind which its count stands
 */
record SplitAverages(Aggregate whole, Aggregate sums, List<Integer> places) {
    /** Empty if there is no AVG, or one that stays whole. */
    static Optional<SplitAverages> of(Aggregate whole) {
        List<AggregateCall> calls = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (AggregateCall call : whole.getAggCallList()) {
            places.add(calls.size());
            if (!isAverage(call)) {
                calls.add(call.withName(null));
            } else if (splits(call, whole.getInput())) {
                calls.add(part(SqlStdOperatorTable.SUM, call, whole));
                calls.add(part(SqlStdOperatorTable.COUNT, call, whole));
            } else {
                return Optional.empty();
            }
        }
        if (calls.size() == places.size()) {
            return Optional.empty();
        }
        Aggregate sums =
                whole.copy(whole.getTraitSet(), whole.getInput(), whole.getGroupSet(), whole.getGroupSets(), calls);
        return Optional.of(new SplitAverages(whole, sums, places));
    }

    private static boolean isAverage(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.AVG;
    }

    private static boolean splits(AggregateCall call, RelNode input) {
        SqlTypeName argument = input.getRowType()
                .getFieldList()
                .get(call.getArgList().get(0))
                .getType()
                .getSqlTypeName();
        return switch (argument) {
            case TINYINT, SMALLINT, INTEGER, DOUBLE -> true;
            default -> false;
        };
    }

    private static AggregateCall part(SqlAggFunction function, AggregateCall average, Aggregate whole) {
        return AggregateCall.create(
                average.getParserPosition(),
                function,
                average.isDistinct(),
                average.isApproximate(),
                average.ignoreNulls(),
                average.rexList,
                average.getArgList(),
                average.filterArg,
                average.distinctKeys,
                average.getCollation(),
                whole.hasEmptyGroup(),
                whole.getInput(),
                null,
                null);
    }

    /** The columns of the whole, made of those of the sums. */
    RelNode averages(RelNode rows, RelBuilder builder) {
        builder.push(rows);
        int keys = whole.getGroupCount();
        List<RexNode> columns = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            columns.add(builder.field(key));
        }
        for (int i = 0; i < places.size(); i++) {
            int column = keys + places.get(i);
            boolean average = isAverage(whole.getAggCallList().get(i));
            columns.add(
                    average
                            ? quotient(builder.field(column), builder.field(column + 1), builder.getRexBuilder())
                            : builder.field(column));
        }
        return builder.project(columns, List.of(), true)
                .convert(whole.getRowType(), true)
                .build();
    }

    /** NULL of no rows. */
    private static RexNode quotient(RexNode sum, RexNode count, RexBuilder rexBuilder) {
        RelDataType number = rexBuilder.getTypeFactory().createSqlType(SqlTypeName.DOUBLE);
        RelDataType result = rexBuilder.getTypeFactory().createTypeWithNullability(number, true);
        RexNode zero = rexBuilder.makeZeroLiteral(count.getType());
        return rexBuilder.makeCall(
                SqlStdOperatorTable.CASE,
                rexBuilder.makeCall(SqlStdOperatorTable.GREATER_THAN, count, zero),
                rexBuilder.makeCall(
                        SqlStdOperatorTable.DIVIDE,
                        rexBuilder.makeCast(result, sum),
                        rexBuilder.makeCast(number, count)),
                rexBuilder.makeNullLiteral(result));
    }
}
