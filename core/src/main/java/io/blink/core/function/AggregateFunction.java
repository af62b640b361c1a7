package io.blink.core.function;

import static io.blink.core.type.TypeKind.*;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * The aggregates that a plan may name, with the columns in which a partial aggregate travels. NULL arguments are skipped; over no values COUNT is 0 and
 * the others NULL.
 */
public enum AggregateFunction {
    /** Rows, without an argument. */
    COUNT_ALL,
    /** Rows whose argument is not NULL. */
    COUNT,
    /** BIGINT for integers, DOUBLE for FLOAT and DOUBLE, DECIMAL(38, s) for decimals; overflow is an error. */
    SUM,
    MIN,
    MAX,
    /** DOUBLE for integers, FLOAT and DOUBLE; DECIMAL(38, max(s, 6)) for decimals, HALF_UP. */
    AVG,
    /** DOUBLE; Welford, merged as Chan et al. */
    STDDEV_SAMP,
    STDDEV_POP,
    VAR_SAMP,
    VAR_POP,
    /** Any value, preferably the first that came. */
    ANY_VALUE,
    /** The only value; a second one is an error (scalar sub-queries). */
    SINGLE_VALUE,
    BOOL_AND,
    BOOL_OR,
    /** Texts one behind the other, in the order in which they come; the planner puts separators into them. */
    CONCATENATE;

    /** The columns of a partial result, in order. */
    public List<DataType> partialTypes(List<DataType> arguments, DataType result) {
        return switch (this) {
            case COUNT_ALL, COUNT -> List.of(DataType.of(BIGINT).withNullable(false));
            case SUM, MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, CONCATENATE -> List.of(result.withNullable(true));
            case AVG -> List.of(sumType(arguments.get(0)), DataType.of(BIGINT).withNullable(false));
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP ->
                List.of(
                        DataType.of(BIGINT).withNullable(false),
                        DataType.of(DOUBLE).withNullable(false),
                        DataType.of(DOUBLE).withNullable(false));
            case SINGLE_VALUE ->
                List.of(result.withNullable(true), DataType.of(BIGINT).withNullable(false));
        };
    }

    private static DataType sumType(DataType argument) {
        return switch (argument.kind()) {
            case DECIMAL -> DataType.decimal(DataType.MAX_DECIMAL_PRECISION, argument.scale());
            default -> DataType.of(DOUBLE);
        };
    }
}
