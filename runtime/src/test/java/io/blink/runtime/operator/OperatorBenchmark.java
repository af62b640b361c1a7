package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Nanoseconds a row of whole operators over a million rows in memory. Run by hand: {@code org.openjdk.jmh.Main OperatorBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OperatorBenchmark {
    private static final int ROWS = 1 << 20;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final List<DataType> TYPES = List.of(BIGINT, INT, BIGINT);

    /** Different keys. */
    @Param({"1000", "500000"})
    public int keys;

    /** Distance of neighbouring keys: 1 fits an array, more needs a hash table. */
    @Param({"1", "1000003"})
    public long stride;

    private List<Batch> rows;
    private List<Batch> build;

    @Setup
    public void prepare() {
        rows = batches(ROWS, new Random(1));
        build = buildBatches();
    }

    private List<Batch> batches(int count, Random random) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < count; from += Batch.TARGET_ROWS) {
            long[] key = new long[Batch.TARGET_ROWS];
            int[] second = new int[Batch.TARGET_ROWS];
            long[] value = new long[Batch.TARGET_ROWS];
            for (int i = 0; i < key.length; i++) {
                key[i] = random.nextInt(keys) * stride;
                second[i] = random.nextInt(100);
                value[i] = random.nextInt(1_000_000);
            }
            batches.add(new Batch(List.of(
                    new LongColumn(key.length, key, null),
                    new IntColumn(key.length, second, null),
                    new LongColumn(key.length, value, null))));
        }
        return batches;
    }

    private List<Batch> buildBatches() {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < keys; from += Batch.TARGET_ROWS) {
            int start = from;
            int count = Math.min(Batch.TARGET_ROWS, keys - from);
            long[] key = IntStream.range(start, start + count)
                    .mapToLong(i -> i * stride)
                    .toArray();
            batches.add(new Batch(List.of(
                    new LongColumn(count, key, null),
                    new IntColumn(count, IntStream.range(start, start + count).toArray(), null),
                    new LongColumn(count, key.clone(), null))));
        }
        return batches;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long aggregate() {
        AggregateCall sum = new AggregateCall(AggregateFunction.SUM, List.of(2), List.of(BIGINT), false, -1, BIGINT);
        AggregateCall count = new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, BIGINT);
        OperatorSpec spec = new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(0), List.of(sum, count));
        return run(spec, List.of(TYPES), List.of(BIGINT, BIGINT, BIGINT), List.of(rows));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long join() {
        OperatorSpec spec = new OperatorSpec.HashJoin(JoinType.INNER, List.of(0), List.of(0), List.of(false), null);
        List<DataType> output = new ArrayList<>(TYPES);
        output.addAll(TYPES);
        return run(spec, List.of(TYPES, TYPES), output, List.of(rows, build));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long sort() {
        OperatorSpec spec = new OperatorSpec.Sort(List.of(new SortKey(0, true, true), new SortKey(1, false, true)));
        return run(spec, List.of(TYPES), TYPES, List.of(rows));
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long topN() {
        OperatorSpec spec = new OperatorSpec.TopN(List.of(new SortKey(2, false, true)), 100, 0);
        return run(spec, List.of(TYPES), TYPES, List.of(rows));
    }

    private static long run(
            OperatorSpec spec, List<List<DataType>> inputTypes, List<DataType> output, List<List<Batch>> inputs) {
        try (LocalSpillFiles files =
                        new LocalSpillFiles(List.of(Path.of(System.getProperty("java.io.tmpdir"))), "benchmark");
                Operator operator = OperatorFactory.create(context(spec, inputTypes, output, files))) {
            long emitted = 0;
            for (int input = inputs.size() - 1; input >= 0; input--) {
                for (Batch batch : inputs.get(input)) {
                    emitted += drain(operator);
                    operator.addInput(input, batch);
                }
                operator.endInput(input);
            }
            while (!operator.finished()) {
                emitted += drain(operator);
            }
            return emitted;
        }
    }

    private static long drain(Operator operator) {
        long emitted = 0;
        for (Batch batch = operator.output(); batch != null; batch = operator.output()) {
            emitted += batch.rowCount();
        }
        return emitted;
    }

    private static OperatorContext context(
            OperatorSpec spec, List<List<DataType>> inputTypes, List<DataType> output, LocalSpillFiles files) {
        List<OperatorInput> edges = new ArrayList<>();
        inputTypes.forEach(types -> edges.add(new OperatorInput.FromEdge(edges.size())));
        return new OperatorContext(
                "job",
                new OperatorNode(1, "state", "benchmark", spec, edges, fields(output)),
                inputTypes.stream().map(OperatorBenchmark::fields).toList(),
                1,
                0,
                1,
                1,
                1,
                128,
                ExecutionMode.BATCH,
                new MemoryPool("benchmark", 1L << 30),
                files,
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
    }

    private static List<Field> fields(List<DataType> types) {
        List<Field> fields = new ArrayList<>();
        types.forEach(type -> fields.add(new Field("c" + fields.size(), type)));
        return fields;
    }
}
