package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One aggregate of an aggregation.
 *
 * @param arguments input columns; when the aggregation takes partial results, the columns of the partial result ({@link AggregateFunction#partialTypes})
 * @param argumentTypes the types of the arguments of the function as written, in every phase
 * @param distinct whether equal arguments count once; only in phase SINGLE, whose input is partitioned by the group keys
 * @param filterColumn a BOOLEAN input column that chooses the rows, or -1
 * @param order of the rows of a group, for functions that know one; its columns are positions within the arguments
 * @param position where it was written, for errors; may be {@code null} where the planner made the call up
 * @param user the function of a call of USER or USER_HOLISTIC
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        List<DataType> argumentTypes,
        boolean distinct,
        int filterColumn,
        DataType type,
        List<SortKey> order,
        SourcePosition position,
        @JsonInclude(JsonInclude.Include.NON_NULL) UserFunction user) {
    public AggregateCall {
        requireNonNull(function, "function");
        requireNonNull(type, "type");
        arguments = List.copyOf(arguments);
        argumentTypes = List.copyOf(argumentTypes);
        order = order == null ? List.of() : List.copyOf(order);
    }

    public AggregateCall(
            AggregateFunction function,
            List<Integer> arguments,
            List<DataType> argumentTypes,
            boolean distinct,
            int filterColumn,
            DataType type,
            List<SortKey> order,
            SourcePosition position) {
        this(function, arguments, argumentTypes, distinct, filterColumn, type, order, position, null);
    }

    public AggregateCall(
            AggregateFunction function,
            List<Integer> arguments,
            List<DataType> argumentTypes,
            boolean distinct,
            int filterColumn,
            DataType type,
            SourcePosition position) {
        this(function, arguments, argumentTypes, distinct, filterColumn, type, List.of(), position);
    }

    public AggregateCall(
            AggregateFunction function,
            List<Integer> arguments,
            List<DataType> argumentTypes,
            boolean distinct,
            int filterColumn,
            DataType type) {
        this(function, arguments, argumentTypes, distinct, filterColumn, type, List.of(), null);
    }

    /** The same with a user's function; {@code null}: without. */
    public AggregateCall of(UserFunction function) {
        return new AggregateCall(
                this.function, arguments, argumentTypes, distinct, filterColumn, type, order, position, function);
    }

    /** The columns of a partial result, in order. */
    public List<DataType> partialTypes() {
        return function == AggregateFunction.USER
                ? List.of(user.accumulatorType().withNullable(true))
                : function.partialTypes(argumentTypes, type);
    }

    /** Whether it adds up doubles, whatever it makes of the sum. */
    @JsonIgnore
    public boolean isSumOfDoubles() {
        TypeKind argument =
                argumentTypes.isEmpty() ? null : argumentTypes.get(0).kind();
        return function == AggregateFunction.AVG && argument != TypeKind.DECIMAL
                || function == AggregateFunction.SUM && (argument == TypeKind.FLOAT || argument == TypeKind.DOUBLE);
    }

    /** Whether it is a variance or a standard deviation. */
    @JsonIgnore
    public boolean isSpreadOfNumbers() {
        return switch (function) {
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> true;
            default -> false;
        };
    }

    /**
     * The columns of a partial result from which others can be taken away: those of {@link #partialTypes}; then sums have the number of their values, since of none they are NULL, and each double has what
     * rounding took from it, since a large value that goes would leave that behind. Only of {@link AggregateFunction#isRetractable functions}
     * that allow it.
     */
    public List<DataType> retractablePartialTypes() {
        List<DataType> types = new ArrayList<>(partialTypes());
        if (function == AggregateFunction.SUM) {
            types.add(DataType.of(TypeKind.BIGINT).withNullable(false));
        }
        int doubles = isSpreadOfNumbers() ? 2 : isSumOfDoubles() ? 1 : 0;
        types.addAll(Collections.nCopies(doubles, DataType.of(TypeKind.DOUBLE).withNullable(false)));
        return types;
    }

    /** For the end of a message: where the call was written, if that is known. */
    public String place() {
        return position == null ? "" : " at " + position;
    }
}
