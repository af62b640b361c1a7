package io.blink.runtime.operator.aggregate;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import java.util.List;

/** Chooses the accumulator for an aggregate and its types. */
public final class Accumulators {
    private Accumulators() {}

    /** Of a call that is none of a user's function. */
    public static Accumulator create(AggregateCall call) {
        return create(call, FunctionSite.NONE);
    }

    public static Accumulator create(AggregateCall call, FunctionSite site) {
        return switch (call.function()) {
            case COUNT_ALL, COUNT -> new CountAccumulator();
            case SUM -> sum(call);
            case AVG -> average(call);
            case MIN, BOOL_AND -> extreme(call, false);
            case MAX, BOOL_OR -> extreme(call, true);
            case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> new VarianceAccumulator(call.function(), argument(call));
            case ANY_VALUE -> new FirstValueAccumulator(call.type(), false, call.place());
            case CONCATENATE -> new ConcatenationAccumulator(call.place());
            case BIT_AND, BIT_OR, BIT_XOR -> new BitAccumulator(call.function(), call.type());
            case PRODUCT -> new ProductAccumulator(argument(call));
            case SKEWNESS, KURTOSIS -> new MomentAccumulator(call.function(), argument(call));
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
                    REGR_SYY -> new BivariateAccumulator(call.function(), call.argumentTypes());
            case LAST_SEEN -> new LastValueAccumulator(call.type());
            case MIN_BY ->
                new ExtremeRowAccumulator(argument(call), call.argumentTypes().get(1), false);
            case MAX_BY ->
                new ExtremeRowAccumulator(argument(call), call.argumentTypes().get(1), true);
            case APPROX_COUNT_DISTINCT -> new DistinctEstimateAccumulator();
            case APPROX_PERCENTILE -> new QuantileEstimateAccumulator(call);
            case ARRAY_AGG,
                    COLLECT_LIST,
                    ORDERED_CONCATENATE,
                    FIRST_VALUE,
                    LAST_VALUE,
                    PERCENTILE_CONT,
                    PERCENTILE_DISC,
                    MODE,
                    USER_HOLISTIC -> new HolisticAccumulator(call, site);
            case USER -> new UserAccumulator(call, site);
            case SINGLE_VALUE -> new FirstValueAccumulator(call.type(), true, call.place());
        };
    }

    /** One whose partial results, those of {@link #mergingPartialTypes}, merge even if it is DISTINCT. */
    static Accumulator createMerging(AggregateCall call, FunctionSite site) {
        return GroupAggregation.isDistinct(call) ? new DistinctAccumulator(call, site) : create(call, site);
    }

    static List<DataType> mergingPartialTypes(AggregateCall call) {
        return GroupAggregation.isDistinct(call) ? DistinctAccumulator.partialTypes(call) : call.partialTypes();
    }

    /**
     * One that takes rows back, with the partial results of {@link AggregateCall#retractablePartialTypes}.
     *
     * @param whole whether its partial results are of whole groups, never differences
     */
    public static Accumulator retractable(AggregateCall call, boolean whole) {
        if (call.isSpreadOfNumbers()) {
            return new CompensatedVarianceAccumulator(call.function(), argument(call));
        }
        boolean sum = call.function() == AggregateFunction.SUM;
        if (call.isSumOfDoubles()) {
            return new CompensatedSumAccumulator(call.type(), !sum, whole);
        }
        Accumulator accumulator = create(call);
        return sum ? new CountedSumAccumulator(accumulator, whole) : accumulator;
    }

    private static DataType argument(AggregateCall call) {
        return call.argumentTypes().get(0);
    }

    private static Accumulator sum(AggregateCall call) {
        TypeKind kind = argument(call).kind();
        if (kind == TypeKind.DECIMAL) {
            return new DecimalSumAccumulator(call.place());
        }
        if (kind.isInteger() || kind == TypeKind.INTERVAL_DAY_TIME) {
            return new LongSumAccumulator(call.place());
        }
        if (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE) {
            return new DoubleSumAccumulator(call.type());
        }
        throw unsupported(call);
    }

    private static Accumulator average(AggregateCall call) {
        TypeKind kind = argument(call).kind();
        if (kind == TypeKind.DECIMAL) {
            return new DecimalAverageAccumulator(argument(call), call.type(), call.place());
        }
        if (kind.isNumeric()) {
            return new AverageAccumulator();
        }
        throw unsupported(call);
    }

    private static Accumulator extreme(AggregateCall call, boolean greatest) {
        return switch (call.type().physicalType()) {
            case BYTE, SHORT, INT, LONG -> new IntegerExtremeAccumulator(call.type(), greatest);
            case FLOAT, DOUBLE -> new DoubleExtremeAccumulator(call.type(), greatest);
            case DECIMAL128, TIMESTAMP_NANOS -> new PairExtremeAccumulator(call.type(), greatest);
            case BYTES -> new BytesExtremeAccumulator(greatest);
            case ARRAY, MAP, ROW -> throw unsupported(call);
        };
    }

    private static BlinkException unsupported(AggregateCall call) {
        return new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                call.function() + " takes no argument of type " + argument(call)
                        + "; cast it to a type that it takes.");
    }
}
