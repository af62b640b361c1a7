package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.WindowFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.core.type.DataType;
import java.util.List;

/**
 * One call with OVER: of a window function or of an aggregate, the other one is {@code null}.
 *
 * @param arguments input columns, in the order that {@link WindowFunction} gives
 * @param distinct whether equal arguments of an aggregate count once in each frame
 * @param filterColumn a BOOLEAN input column that chooses the rows of an aggregate, or -1
 * @param ignoreNulls of LAG, LEAD, FIRST_VALUE, LAST_VALUE and NTH_VALUE: rows whose first argument is NULL are not there
 * @param frame of an aggregate and of FIRST_VALUE, LAST_VALUE and NTH_VALUE; the others look at the whole partition and ignore it
 * @param position where it was written, for errors; may be {@code null}
 * @param offset the rows that LAG looks back and LEAD ahead, where that is the same for all rows: then the operator holds no more rows than that; else {@code null}
 * @param user the function of an aggregate of USER or USER_HOLISTIC
 */
public record WindowCall(
        WindowFunction function,
        AggregateFunction aggregate,
        List<Integer> arguments,
        List<DataType> argumentTypes,
        boolean distinct,
        int filterColumn,
        boolean ignoreNulls,
        WindowFrame frame,
        DataType type,
        SourcePosition position,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long offset,
        @JsonInclude(JsonInclude.Include.NON_NULL) UserFunction user) {
    public WindowCall {
        if ((function == null) == (aggregate == null)) {
            throw new IllegalArgumentException("either a window function or an aggregate");
        }
        requireNonNull(frame, "frame");
        requireNonNull(type, "type");
        arguments = List.copyOf(arguments);
        argumentTypes = List.copyOf(argumentTypes);
    }

    /** Of a built-in function whose offset, if it has one, is an argument. */
    public WindowCall(
            WindowFunction function,
            AggregateFunction aggregate,
            List<Integer> arguments,
            List<DataType> argumentTypes,
            boolean distinct,
            int filterColumn,
            boolean ignoreNulls,
            WindowFrame frame,
            DataType type,
            SourcePosition position) {
        this(
                function,
                aggregate,
                arguments,
                argumentTypes,
                distinct,
                filterColumn,
                ignoreNulls,
                frame,
                type,
                position,
                null,
                null);
    }

    /** The same with an offset for all rows. @param rows may be {@code null} */
    public WindowCall withOffset(Long rows) {
        return new WindowCall(
                function,
                aggregate,
                arguments,
                argumentTypes,
                distinct,
                filterColumn,
                ignoreNulls,
                frame,
                type,
                position,
                rows,
                user);
    }

    /** The same with a user's aggregate. */
    public WindowCall of(UserFunction aggregateOfUser) {
        return new WindowCall(
                function,
                aggregate,
                arguments,
                argumentTypes,
                distinct,
                filterColumn,
                ignoreNulls,
                frame,
                type,
                position,
                offset,
                aggregateOfUser);
    }

    /** For the end of a message: where the call was written, if that is known. */
    public String place() {
        return position == null ? "" : " at " + position;
    }
}
