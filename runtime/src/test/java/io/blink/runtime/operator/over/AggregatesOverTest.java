package io.blink.runtime.operator.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.core.plan.OperatorSpec.Sort;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that hold the whole partition, however they are written, give what the partition gives: for every aggregate. */
class AggregatesOverTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final List<DataType> TYPES =
            List.of(DataType.of(TypeKind.INT), BIGINT.withNullable(false), BIGINT, DOUBLE);
    private static final List<SortKey> ORDER = List.of(new SortKey(1, true, true));
    private static final int ROWS = 1200;

    @TempDir
    Path directory;

    private record Signature(List<Integer> arguments, DataType type) {}

    private static Signature signature(AggregateFunction function) {
        return switch (function) {
            case COUNT_ALL -> new Signature(List.of(), BIGINT);
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
                    REGR_SYY -> new Signature(List.of(3, 3), DOUBLE);
            case AVG, STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP, PRODUCT, SKEWNESS, KURTOSIS ->
                new Signature(List.of(3), DOUBLE);
            case MIN_BY, MAX_BY -> new Signature(List.of(2, 1), BIGINT);
            case ARRAY_AGG, COLLECT_LIST -> new Signature(List.of(2), DataType.array(BIGINT));
            default -> new Signature(List.of(2), BIGINT);
        };
    }

    /** Those that take other types, or more arguments. */
    private static boolean isLeftOut(AggregateFunction function) {
        return switch (function) {
            case SINGLE_VALUE,
                    APPROX_PERCENTILE,
                    BOOL_AND,
                    BOOL_OR,
                    CONCATENATE,
                    ORDERED_CONCATENATE,
                    PERCENTILE_CONT,
                    PERCENTILE_DISC -> true;
            default -> false;
        };
    }

    private static WindowFrame frame(Bound start, Bound end) {
        return new WindowFrame(Unit.ROWS, start, end, Exclusion.NO_OTHERS);
    }

    private static WindowCall call(AggregateFunction function, WindowFrame frame) {
        Signature signature = signature(function);
        List<DataType> types = signature.arguments().stream().map(TYPES::get).toList();
        return new WindowCall(
                null, function, signature.arguments(), types, false, -1, false, frame, signature.type(), null);
    }

    @Test
    void framesThatHoldThePartitionGiveWhatItGives() {
        Random random = new Random(11);
        List<Batch> sorted;
        List<Batch> rows = new RandomRows(random).batches(TYPES, ROWS, new int[] {3, 500, 40, 60});
        List<SortKey> keys = List.of(new SortKey(0, true, true), ORDER.get(0));
        try (OperatorRig rig = new OperatorRig(new Sort(keys), List.of(TYPES), TYPES, 64 << 20, directory, random)) {
            sorted = rig.run(List.of(rows));
        }
        Bound first = new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1);
        WindowFrame wide = frame(new Bound(BoundKind.PRECEDING, ROWS, -1), new Bound(BoundKind.FOLLOWING, ROWS, -1));
        WindowFrame growing = frame(first, new Bound(BoundKind.FOLLOWING, ROWS, -1));
        for (AggregateFunction function : AggregateFunction.values()) {
            boolean ofUser = function == AggregateFunction.USER || function == AggregateFunction.USER_HOLISTIC;
            if (!ofUser && !isLeftOut(function)) {
                check(
                        sorted,
                        List.of(
                                call(function, WindowFrame.WHOLE_PARTITION),
                                call(function, wide),
                                call(function, growing)));
            }
        }
    }

    private void check(List<Batch> sorted, List<WindowCall> calls) {
        List<DataType> output = new ArrayList<>(TYPES);
        calls.forEach(call -> output.add(call.type()));
        OverWindow spec = new OverWindow(List.of(0), ORDER, calls);
        try (OperatorRig rig = new OperatorRig(spec, List.of(TYPES), output, 2 << 20, directory, new Random(1))) {
            List<List<Object>> rows = Rows.of(rig.run(List.of(sorted)));
            assertThat(rows).hasSize(ROWS);
            for (int i = 0; i < rows.size(); i += 13) {
                List<Object> row = rows.get(i);
                String partition = Rows.text(row.subList(4, 5));
                assertThat(Rows.text(row.subList(5, 6)))
                        .as("%s, row %s", calls.get(1), i)
                        .isEqualTo(partition);
                assertThat(Rows.text(row.subList(6, 7)))
                        .as("%s, row %s", calls.get(2), i)
                        .isEqualTo(partition);
            }
        }
    }
}
