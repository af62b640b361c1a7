package io.blink.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniBatchOperatorTest {
    private static final List<DataType> TYPES = List.of(DataType.of(TypeKind.BIGINT));
    private static final long LATENCY_MILLIS = 20;

    @TempDir
    Path directory;

    private long nanos = 1000;

    private interface Check {
        void on(MiniBatchOperator operator);
    }

    private void check(boolean beforeWatermarks, Check check) {
        OperatorSpec.MiniBatch spec = new OperatorSpec.MiniBatch(LATENCY_MILLIS, 10, beforeWatermarks);
        try (OperatorRig rig = new OperatorRig(spec, List.of(TYPES), TYPES, 8 << 20, directory, new Random(1));
                MiniBatchOperator operator = new MiniBatchOperator(spec, rig.context(), () -> nanos)) {
            check.on(operator);
        }
    }

    private static Batch rows(long first, int count, RowKind kind) {
        long[] values = new long[count];
        byte[] kinds = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
            kinds[i] = (byte) kind.ordinal();
        }
        return new Batch(count, List.of(new LongColumn(count, values, null)), kinds);
    }

    @Test
    void rowsWaitUntilTheFirstHasWaitedLongEnough() {
        check(false, operator -> {
            assertThat(operator.wakeNanos()).isEqualTo(Long.MAX_VALUE);
            operator.addInput(0, rows(0, 2, RowKind.INSERT));
            long due = nanos + TimeUnit.MILLISECONDS.toNanos(LATENCY_MILLIS);
            nanos += 500;
            operator.addInput(0, rows(2, 3, RowKind.DELETE));
            assertThat(operator.output()).isNull();
            assertThat(operator.wakeNanos()).isEqualTo(due);
            nanos = due;
            Batch batch = operator.output();
            assertThat(((LongColumn) batch.column(0)).values()).startsWith(0, 1, 2, 3, 4);
            assertThat(batch.rowKinds()).startsWith(0, 0, 3, 3, 3);
            assertThat(operator.output()).isNull();
            assertThat(operator.wakeNanos()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void manyRowsWaitNoLonger() {
        check(false, operator -> {
            operator.addInput(0, rows(0, 9, RowKind.INSERT));
            assertThat(operator.needsInput(0)).isTrue();
            operator.addInput(0, rows(9, 1, RowKind.INSERT));
            assertThat(operator.needsInput(0)).isFalse();
            assertThat(operator.output().rowCount()).isEqualTo(10);
            assertThat(operator.needsInput(0)).isTrue();
        });
    }

    @Test
    void nothingIsHeldAcrossBarriersAndTheEndNorAcrossWatermarksThatMatter() {
        check(true, operator -> {
            operator.addInput(0, rows(0, 1, RowKind.INSERT));
            operator.watermark(5);
            assertThat(operator.output().rowCount()).isEqualTo(1);
        });
        check(false, operator -> {
            operator.addInput(0, rows(0, 1, RowKind.INSERT));
            operator.watermark(5);
            assertThat(operator.output()).isNull();
            operator.beforeSnapshot();
            assertThat(operator.output().rowCount()).isEqualTo(1);
            operator.addInput(0, rows(0, 1, RowKind.INSERT));
            operator.endInput(0);
            assertThat(operator.finished()).isFalse();
            assertThat(operator.output().rowCount()).isEqualTo(1);
            assertThat(operator.finished()).isTrue();
        });
    }
}
