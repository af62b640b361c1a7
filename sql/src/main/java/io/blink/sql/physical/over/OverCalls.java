package io.blink.sql.physical.over;

import io.blink.core.function.WindowFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.WindowCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.over.OverCall;
import io.blink.sql.physical.aggregate.AggregateCalls;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Scanned;
import java.util.List;
import org.apache.calcite.rel.RelCollations;

/** Calls with OVER as core's. */
public final class OverCalls {
    private OverCalls() {}

    public static WindowCall of(OverCall call, PhysicalNode input) {
        WindowFunction function = function(call);
        return function == null ? aggregate(call, input) : windowFunction(call, function, input);
    }

    private static WindowFunction function(OverCall call) {
        return switch (call.function().getKind()) {
            case ROW_NUMBER -> WindowFunction.ROW_NUMBER;
            case RANK -> WindowFunction.RANK;
            case DENSE_RANK -> WindowFunction.DENSE_RANK;
            case PERCENT_RANK -> WindowFunction.PERCENT_RANK;
            case CUME_DIST -> WindowFunction.CUME_DIST;
            case NTILE -> WindowFunction.NTILE;
            case LAG -> WindowFunction.LAG;
            case LEAD -> WindowFunction.LEAD;
            case FIRST_VALUE -> WindowFunction.FIRST_VALUE;
            case LAST_VALUE -> WindowFunction.LAST_VALUE;
            case NTH_VALUE -> WindowFunction.NTH_VALUE;
            default -> null;
        };
    }

    private static WindowCall windowFunction(OverCall call, WindowFunction function, PhysicalNode input) {
        List<DataType> types = argumentTypes(call, input);
        DataType type =
                switch (function) {
                    case ROW_NUMBER, RANK, DENSE_RANK, NTILE ->
                        DataType.of(TypeKind.BIGINT).withNullable(false);
                    case PERCENT_RANK, CUME_DIST -> DataType.of(TypeKind.DOUBLE).withNullable(false);
                    case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
                        types.get(0).withNullable(true);
                };
        return new WindowCall(
                        function,
                        null,
                        call.arguments(),
                        types,
                        false,
                        -1,
                        call.ignoreNulls(),
                        call.frame(),
                        type,
                        ExpressionTranslator.position(call.position()))
                .withOffset(call.offset());
    }

    private static List<DataType> argumentTypes(OverCall call, PhysicalNode input) {
        List<DataType> columns = input.types();
        return call.arguments().stream().map(columns::get).toList();
    }

    /** By way of the call as GROUP BY has it, so that function and result type are the same. */
    private static WindowCall aggregate(OverCall call, PhysicalNode input) {
        AggregateCall grouped = grouped(call, input);
        boolean nullable =
                switch (grouped.function()) {
                    case COUNT, COUNT_ALL -> false;
                    default -> true;
                };
        return new WindowCall(
                        null,
                        grouped.function(),
                        grouped.arguments(),
                        grouped.argumentTypes(),
                        grouped.distinct(),
                        grouped.filterColumn(),
                        false,
                        call.frame(),
                        grouped.type().withNullable(nullable),
                        grouped.position())
                .of(grouped.user());
    }

    /** An aggregate as GROUP BY has it. */
    public static AggregateCall grouped(OverCall call, PhysicalNode input) {
        return AggregateCalls.overRows(
                org.apache.calcite.rel.core.AggregateCall.create(
                        call.position(),
                        call.function(),
                        call.distinct(),
                        false,
                        call.ignoreNulls(),
                        List.of(),
                        call.arguments(),
                        -1,
                        null,
                        RelCollations.EMPTY,
                        call.type(),
                        null),
                Scanned.whole(input));
    }
}
