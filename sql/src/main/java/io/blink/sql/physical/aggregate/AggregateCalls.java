package io.blink.sql.physical.aggregate;

import io.blink.core.function.AggregateFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.ExpressionTranslator;
import io.blink.sql.function.AggregateOperators;
import io.blink.sql.function.BlinkAggregate;
import io.blink.sql.function.user.UserAggregateOperator;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Calcite's aggregate calls as core's, and their forms before and after an exchange. */
public final class AggregateCalls {
    private static final int AVG_SCALE_MIN = 6;

    private AggregateCalls() {}

    /** The call over rows. Its type is what the function gives; {@link AggregatePlanning} casts where Calcite expects another. */
    public static AggregateCall overRows(org.apache.calcite.rel.core.AggregateCall call, Scanned rows) {
        AggregateFunction function = function(call);
        List<Integer> arguments = new ArrayList<>(rows.over(call.getArgList()));
        if (arguments.size() > 1
                && function != AggregateFunction.COUNT
                && !(call.getAggregation() instanceof BlinkAggregate)
                && user(call) == null) {
            throw PlanErrors.unsupported(function
                    + " of several columns is not supported; combine them into one, for example with ROW or ||");
        }
        List<SortKey> order = order(call, rows, arguments);
        List<DataType> input = rows.node().types();
        List<DataType> argumentTypes = arguments.stream().map(input::get).toList();
        function = exactWhereThereIsNoSketch(function, argumentTypes);
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
                        order,
                        ExpressionTranslator.position(call.getParserPosition()))
                .of(user(call));
    }

    /** Sketches hold numbers of at most 64 bits. */
    private static AggregateFunction exactWhereThereIsNoSketch(AggregateFunction function, List<DataType> arguments) {
        if (function != AggregateFunction.APPROX_PERCENTILE) {
            return function;
        }
        return switch (arguments.get(0).physicalType()) {
            case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> function;
            default -> AggregateFunction.PERCENTILE_DISC;
        };
    }

    /** The user's function; {@code null}: it is one of ours. */
    private static UserFunction user(org.apache.calcite.rel.core.AggregateCall call) {
        if (!(call.getAggregation() instanceof UserAggregateOperator user)) {
            return null;
        }
        if (call.getArgList().isEmpty() && user.aggregate() == AggregateFunction.USER_HOLISTIC) {
            throw PlanErrors.unsupported(
                    "the aggregate " + user.getName()
                            + " without arguments needs a method merge(ACC, Iterable<ACC>) and an accumulator that is a value of SQL");
        }
        return user.function();
    }

    /** The order of the call's rows by positions within its arguments, to which the columns are added that it does not have. */
    private static List<SortKey> order(
            org.apache.calcite.rel.core.AggregateCall call, Scanned rows, List<Integer> arguments) {
        List<SortKey> order = new ArrayList<>();
        for (SortKey key : SortPlanning.keys(call.getCollation())) {
            int column = rows.positions()[key.column()];
            if (!arguments.contains(column)) {
                arguments.add(column);
            }
            order.add(new SortKey(arguments.indexOf(column), key.ascending(), key.nullsFirst()));
        }
        return order;
    }

    private static AggregateFunction function(org.apache.calcite.rel.core.AggregateCall call) {
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
                    case MIN,
                            MAX,
                            BOOL_AND,
                            BOOL_OR,
                            ANY_VALUE,
                            BIT_AND,
                            BIT_OR,
                            MIN_BY,
                            MAX_BY,
                            APPROX_COUNT_DISTINCT -> false;
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
            case BIT_AND,
                    BIT_OR,
                    BIT_XOR,
                    LAST_SEEN,
                    MIN_BY,
                    MAX_BY,
                    FIRST_VALUE,
                    LAST_VALUE,
                    PERCENTILE_DISC,
                    APPROX_PERCENTILE,
                    MODE -> arguments.get(0);
            default -> declared;
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
    public static List<Field> partialFields(List<AggregateCall> calls) {
        return partialFields(calls, AggregateCall::partialTypes);
    }

    /** @param form the columns of a partial result */
    public static List<Field> partialFields(List<AggregateCall> calls, Function<AggregateCall, List<DataType>> form) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            List<DataType> types = form.apply(calls.get(i));
            for (int j = 0; j < types.size(); j++) {
                String name = "partial$" + i + (types.size() == 1 ? "" : "$" + j);
                fields.add(new Field(name, types.get(j)));
            }
        }
        return fields;
    }

    /** The same calls over partial results that begin at a column. */
    public static List<AggregateCall> overPartials(List<AggregateCall> calls, int firstColumn) {
        return overPartials(calls, firstColumn, AggregateCall::partialTypes);
    }

    /** @param form the columns of a partial result */
    public static List<AggregateCall> overPartials(
            List<AggregateCall> calls, int firstColumn, Function<AggregateCall, List<DataType>> form) {
        List<AggregateCall> merged = new ArrayList<>();
        int column = firstColumn;
        for (AggregateCall call : calls) {
            int width = form.apply(call).size();
            List<Integer> arguments = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                arguments.add(column++);
            }
            merged.add(new AggregateCall(
                    call.function(),
                    arguments,
                    call.argumentTypes(),
                    false,
                    -1,
                    call.type(),
                    call.order(),
                    call.position(),
                    call.user()));
        }
        return merged;
    }

    /** What the call computes, by the names of its columns. */
    public static String meaning(AggregateCall call, List<Field> input) {
        String arguments = String.join(
                ", ",
                call.arguments().stream()
                        .map(column -> input.get(column).name())
                        .toList());
        String filter = call.filterColumn() < 0
                ? ""
                : " FILTER " + input.get(call.filterColumn()).name();
        String function =
                call.user() == null ? call.function().name() : call.user().name();
        return function + "(" + (call.distinct() ? "DISTINCT " : "") + arguments + ")" + filter;
    }
}
