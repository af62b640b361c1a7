package io.blink.runtime.expression.comparison;

import io.blink.core.column.Column;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.Kernel;
import java.util.List;

/** Makes the kernels of comparisons and tests. */
public final class Comparisons {
    private Comparisons() {}

    /** EQUALS and its five relatives over arguments of one physical type. */
    public static Kernel compare(ScalarFunction function, DataType left, DataType right) {
        Comparison comparison = Comparison.of(function);
        return switch (left.physicalType()) {
            case BYTE -> new ByteComparison(comparison);
            case SHORT -> new ShortComparison(comparison);
            case INT -> new IntComparison(comparison);
            case LONG -> new LongComparison(comparison);
            case FLOAT -> new FloatComparison(comparison);
            case DOUBLE -> new DoubleComparison(comparison);
            case BYTES -> new BytesComparison(comparison, left.kind(), right.kind());
            case DECIMAL128, TIMESTAMP_NANOS, ARRAY, MAP, ROW -> new ValueComparison(comparison, left.physicalType());
        };
    }

    public static Kernel distinct(ScalarFunction function, DataType left, DataType right) {
        return new DistinctKernel(
                compare(ScalarFunction.EQUALS, left, right), function == ScalarFunction.IS_DISTINCT_FROM);
    }

    /** NOT and IS [NOT] NULL, TRUE, FALSE. */
    public static Kernel truth(ScalarFunction function) {
        return new TruthKernel(function);
    }

    /** BETWEEN two bounds, flat columns of one value that is not null; {@code null} where the type has no such kernel. */
    public static Kernel range(DataType type, Column lower, Column upper) {
        return switch (type.physicalType()) {
            case BYTE -> new ByteRange(lower, upper);
            case SHORT -> new ShortRange(lower, upper);
            case INT -> new IntRange(lower, upper);
            case LONG -> new LongRange(lower, upper);
            case FLOAT -> new FloatRange(lower, upper);
            case DOUBLE -> new DoubleRange(lower, upper);
            default -> null;
        };
    }

    /** IN over values, flat columns of one position of the argument's type; {@code null} where the type has no such kernel. */
    public static Kernel in(DataType type, List<Column> values) {
        return switch (type.physicalType()) {
            case BYTE, SHORT, INT, LONG -> new LongMembership(values);
            case BYTES -> new BytesMembership(type.kind(), values);
            default -> null;
        };
    }

    /** GREATEST and LEAST of arguments of one type. */
    public static Kernel extreme(ScalarFunction function, List<DataType> types) {
        return new ExtremeKernel(function == ScalarFunction.GREATEST, types);
    }
}
