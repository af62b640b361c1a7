package io.blink.sql.physical;

import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.function.AggregateOperators;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;

/** Calcite's aggregate calls as core's, and their forms before and after an exchange. */
final class AggregateCalls {
    private static final int AVG_SCALE_MIN = 6;

    private AggregateCalls() {}

    /** The call over rows. Its type is what the function gives; {@link AggregatePlanning} casts where Calcite expects another. */
    static AggregateCall overRows(org.apache.calcite.rel.core.AggregateCall call, Scanned rows) {
        AggregateFunction function = function(call);
        List<Integer> arguments = rows.over(call.getArgList());
        List<DataType> input = rows.node().types();
        List<DataType> argumentTypes = arguments.stream().map(input::get).toList();
        if (argumentTypes.size() > 1) {
            throw PlanErrors.unsupported(function
                    + " of several columns is not supported; combine them into one, for example with ROW or ||");
        }
        int filter = call.filterArg < 0 ? -1 : rows.positions()[call.filterArg];
        boolean nullable = function != AggregateFunction.COUNT && function != AggregateFunction.COUNT_ALL;
        DataType type = resultType(function, argumentTypes, TypeMapping.toCore(call.getType()))
                .withNullable(nullable && call.getType().isNullable());
        return new AggregateCall(
                function,
                arguments,
                argumentTypes,
                isDistinct(call, function),
                filter,
                type,
                ExpressionTranslator.position(call.getParserPosition()));
    }

    private static AggregateFunction function(org.apache.calcite.rel.core.AggregateCall call) {
        if (!call.getCollation().getFieldCollations().isEmpty()) {
            throw PlanErrors.unsupported(
                    call.getAggregation().getName() + " with an order (WITHIN GROUP) is not supported");
        }
        return switch (call.getAggregation().getKind()) {
            case SUM0 -> AggregateFunction.SUM;
            default ->
                AggregateOperators.functionOf(call)
                        .orElseThrow(() -> PlanErrors.unsupported(
                                "aggregate " + call.getAggregation().getName() + " is not supported"));
        };
    }

    /** DISTINCT where it changes the result. */
    private static boolean isDistinct(org.apache.calcite.rel.core.AggregateCall call, AggregateFunction function) {
        return call.isDistinct()
                && switch (function) {
                    case MIN, MAX, BOOL_AND, BOOL_OR, ANY_VALUE -> false;
                    default -> true;
                };
    }

    private static DataType resultType(AggregateFunction function, List<DataType> arguments, DataType declared) {
        return switch (function) {
            case COUNT_ALL, COUNT -> DataType.of(TypeKind.BIGINT);
            case SUM -> sumType(arguments.get(0));
            case AVG -> {
                DataType argument = arguments.get(0);
                yield argument.kind() == TypeKind.DECIMAL
                        ? DataType.decimal(DataType.MAX_DECIMAL_PRECISION, Math.max(argument.scale(), AVG_SCALE_MIN))
                        : DataType.of(TypeKind.DOUBLE);
            }
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> DataType.of(TypeKind.DOUBLE);
            case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> arguments.get(0);
            case CONCATENATE -> declared;
            case BOOL_AND, BOOL_OR -> declared;
        };
    }

    private static DataType sumType(DataType argument) {
        return switch (argument.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> DataType.of(TypeKind.BIGINT);
            case DECIMAL -> DataType.decimal(DataType.MAX_DECIMAL_PRECISION, argument.scale());
            case FLOAT, DOUBLE -> DataType.of(TypeKind.DOUBLE);
            default -> argument;
        };
    }

    /** The columns in which partial results travel. */
    static List<Field> partialFields(List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            List<DataType> types = call.function().partialTypes(call.argumentTypes(), call.type());
            for (int j = 0; j < types.size(); j++) {
                String name = "partial$" + i + (types.size() == 1 ? "" : "$" + j);
                fields.add(new Field(name, types.get(j)));
            }
        }
        return fields;
    }

    /** The same calls over partial results that begin at a column. */
    static List<AggregateCall> overPartials(List<AggregateCall> calls, int firstColumn) {
        List<AggregateCall> merged = new ArrayList<>();
        int column = firstColumn;
        for (AggregateCall call : calls) {
            int width = call.function()
                    .partialTypes(call.argumentTypes(), call.type())
                    .size();
            List<Integer> arguments = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                arguments.add(column++);
            }
            merged.add(new AggregateCall(
                    call.function(), arguments, call.argumentTypes(), false, -1, call.type(), call.position()));
        }
        return merged;
    }

    /** What the call computes, by the names of its columns. */
    static String meaning(AggregateCall call, List<Field> input) {
        String arguments = String.join(
                ", ",
                call.arguments().stream()
                        .map(column -> input.get(column).name())
                        .toList());
        String filter = call.filterColumn() < 0
                ? ""
                : " FILTER " + input.get(call.filterColumn()).name();
        return call.function() + "(" + (call.distinct() ? "DISTINCT " : "") + arguments + ")" + filter;
    }
}
