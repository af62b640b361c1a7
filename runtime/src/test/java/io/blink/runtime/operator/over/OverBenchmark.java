package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec.OverWindow;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row of one call with OVER over a million sorted rows in memory. Run by hand: {@code org.openjdk.jmh.Main OverBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OverBenchmark {
    private static final int ROWS = 1 << 20;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final List<DataType> TYPES = List.of(DataType.of(TypeKind.INT), BIGINT, DOUBLE);

    /** Rows of a partition. */
    @Param({"10", "100000"})
    public int partitionRows;

    private List<Batch> rows;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        rows = new ArrayList<>();
        for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
            int[] partition = new int[Batch.TARGET_ROWS];
            long[] order = new long[Batch.TARGET_ROWS];
            double[] value = new double[Batch.TARGET_ROWS];
            for (int i = 0; i < partition.length; i++) {
                partition[i] = (from + i) / partitionRows;
                order[i] = (from + i) / 2;
                value[i] = random.nextDouble();
            }
            rows.add(new Batch(List.of(
                    new IntColumn(partition.length, partition, null),
                    new LongColumn(order.length, order, null),
                    new DoubleColumn(value.length, value, null))));
        }
    }

    private long run(WindowCall call) {
        OverWindow spec = new OverWindow(List.of(0), List.of(new SortKey(1, true, true)), List.of(call));
        List<DataType> output = new ArrayList<>(TYPES);
        output.add(call.type());
        try (OperatorRig rig = new OperatorRig(
                spec, List.of(TYPES), output, 1L << 30, Path.of(System.getProperty("java.io.tmpdir")), new Random(1))) {
            return rig.run(List.of(rows)).stream().mapToLong(Batch::rowCount).sum();
        }
    }

    private static WindowCall aggregate(
            AggregateFunction function, int column, DataType type, BoundKind start, int preceding) {
        WindowFrame frame = new WindowFrame(
                Unit.ROWS,
                new Bound(start, preceding, -1),
                start == BoundKind.UNBOUNDED_PRECEDING && preceding > 0
                        ? new Bound(BoundKind.UNBOUNDED_FOLLOWING, 0, -1)
                        : new Bound(BoundKind.CURRENT_ROW, 0, -1),
                Exclusion.NO_OTHERS);
        return new WindowCall(
                null, function, List.of(column), List.of(TYPES.get(column)), false, -1, false, frame, type, null);
    }

    private static WindowCall function(WindowFunction function, List<Integer> arguments, DataType type) {
        List<DataType> types = arguments.stream().map(TYPES::get).toList();
        return new WindowCall(
                function, null, arguments, types, false, -1, false, WindowFrame.WHOLE_PARTITION, type, null);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rank() {
        return run(function(WindowFunction.RANK, List.of(), BIGINT));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long lag() {
        return run(function(WindowFunction.LAG, List.of(2), DOUBLE));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long sumOfPartition() {
        return run(aggregate(AggregateFunction.SUM, 2, DOUBLE, BoundKind.UNBOUNDED_PRECEDING, 1));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long runningSumOfIntegers() {
        return run(aggregate(AggregateFunction.SUM, 1, BIGINT, BoundKind.UNBOUNDED_PRECEDING, 0));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long runningSumOfDoubles() {
        return run(aggregate(AggregateFunction.SUM, 2, DOUBLE, BoundKind.UNBOUNDED_PRECEDING, 0));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long slidingSumOfIntegers() {
        return run(aggregate(AggregateFunction.SUM, 1, BIGINT, BoundKind.PRECEDING, 1000));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long slidingMaximum() {
        return run(aggregate(AggregateFunction.MAX, 2, DOUBLE, BoundKind.PRECEDING, 1000));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long slidingMaximumOfFew() {
        return run(aggregate(AggregateFunction.MAX, 2, DOUBLE, BoundKind.PRECEDING, 6));
    }
}
