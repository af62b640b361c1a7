package io.blink.core.function;

import static io.blink.core.type.TypeKind.*;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.ArrayList;
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
    CONCATENATE,
    /** Of integers, bit by bit; of their type. */
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    /** DOUBLE. */
    PRODUCT,
    /** y, x; DOUBLE, of the pairs without a NULL, as the next ten (SQL:2016 10.9). */
    CORR,
    COVAR_POP,
    COVAR_SAMP,
    REGR_AVGX,
    REGR_AVGY,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_SLOPE,
    REGR_SXX,
    REGR_SXY,
    REGR_SYY,
    /** DOUBLE: third standardized moment of the population. */
    SKEWNESS,
    /** DOUBLE: fourth standardized moment of the population, less 3. */
    KURTOSIS,
    /** value, key: the value, which may be NULL, where the key is least; rows whose key is NULL are left out. */
    MIN_BY,
    MAX_BY,
    /** BIGINT: about how many different values, by a HyperLogLog of 4,096 registers (standard error 1.6 %). */
    APPROX_COUNT_DISTINCT,
    /**
     * value of at most 64 bits, share from 0 to 1; of the value's type: about the first value at or behind the share, by a sketch of at most 6,144 values (its place is off by at most
     * 0.14 % of the rows with a probability of 99 %).
     */
    APPROX_PERCENTILE,
    /** The value that came last and is not NULL. */
    LAST_SEEN,
    /** A user's function whose accumulators travel ({@code AggregateCall.user}). */
    USER,
    /** ARRAY of all values, NULLs too. From here to MODE the call may have an order, for which its columns stand among the arguments. */
    ARRAY_AGG,
    /** ARRAY of the values without NULLs; empty over no values. */
    COLLECT_LIST,
    /** As CONCATENATE, in the order of the call. */
    ORDERED_CONCATENATE,
    /** The value, which may be NULL, of the first row by the order of the call. */
    FIRST_VALUE,
    LAST_VALUE,
    /** value, share from 0 to 1, whether descending; DOUBLE: between the two nearest values, in proportion. */
    PERCENTILE_CONT,
    /** The same; of the value's type: the first value at or behind the share. */
    PERCENTILE_DISC,
    /** The most frequent value, of several the least. */
    MODE,
    /** A user's function that gets all rows of a group in one task. */
    USER_HOLISTIC;

    /** Whether all its values must be held until the end: then there is no use in partial results before an exchange. */
    public boolean isHolistic() {
        return ordinal() >= ARRAY_AGG.ordinal();
    }

    /** Whether a value can be taken back from the partial result alone. */
    public boolean isRetractable() {
        return switch (this) {
            case COUNT_ALL, COUNT, SUM, AVG, STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> true;
            default -> false;
        };
    }

    /** The columns of a partial result, in order. */
    public List<DataType> partialTypes(List<DataType> arguments, DataType result) {
        return switch (this) {
            case COUNT_ALL, COUNT -> List.of(DataType.of(BIGINT).withNullable(false));
            case LAST_SEEN,
                    SUM,
                    MIN,
                    MAX,
                    ANY_VALUE,
                    BOOL_AND,
                    BOOL_OR,
                    CONCATENATE,
                    BIT_AND,
                    BIT_OR,
                    BIT_XOR,
                    PRODUCT -> List.of(result.withNullable(true));
            case AVG -> List.of(sumType(arguments.get(0)), DataType.of(BIGINT).withNullable(false));
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP ->
                List.of(
                        DataType.of(BIGINT).withNullable(false),
                        DataType.of(DOUBLE).withNullable(false),
                        DataType.of(DOUBLE).withNullable(false));
            case SINGLE_VALUE ->
                List.of(result.withNullable(true), DataType.of(BIGINT).withNullable(false));
            case CORR,
                    COVAR_POP,
                    COVAR_SAMP,
                    REGR_AVGX,
                    REGR_AVGY,
                    REGR_INTERCEPT,
                    REGR_R2,
                    REGR_SLOPE,
                    REGR_SXX,
                    REGR_SXY,
                    REGR_SYY -> countAndDoubles(5);
            case SKEWNESS, KURTOSIS -> countAndDoubles(4);
            case MIN_BY, MAX_BY ->
                List.of(result.withNullable(true), arguments.get(1).withNullable(true));
            case APPROX_COUNT_DISTINCT, APPROX_PERCENTILE -> List.of(DataType.bytes());
            case ARRAY_AGG,
                    COLLECT_LIST,
                    ORDERED_CONCATENATE,
                    FIRST_VALUE,
                    LAST_VALUE,
                    PERCENTILE_CONT,
                    PERCENTILE_DISC,
                    MODE,
                    USER_HOLISTIC -> List.of(DataType.array(rowOf(arguments)));
            case USER ->
                throw new IllegalArgumentException("AggregateCall knows the accumulators of a user's function");
        };
    }

    private static List<DataType> countAndDoubles(int doubles) {
        List<DataType> types = new ArrayList<>();
        types.add(DataType.of(BIGINT).withNullable(false));
        for (int i = 0; i < doubles; i++) {
            types.add(DataType.of(DOUBLE).withNullable(false));
        }
        return types;
    }

    /** All arguments of one row, as holistic aggregates keep them. */
    public static DataType rowOf(List<DataType> arguments) {
        List<Field> fields = new ArrayList<>();
        arguments.forEach(type -> fields.add(new Field("argument" + fields.size(), type.withNullable(true))));
        return DataType.row(fields).withNullable(false);
    }

    private static DataType sumType(DataType argument) {
        return switch (argument.kind()) {
            case DECIMAL -> DataType.decimal(DataType.MAX_DECIMAL_PRECISION, argument.scale());
            default -> DataType.of(DOUBLE);
        };
    }
}
