package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row of one window with COUNT and SUM, its checkpoints on a local disk and its emission included. Run by hand: {@code org.openjdk.jmh.Main WindowBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
public class WindowBenchmark {
    private static final int ROWS = 1 << 20;
    private static final int ROUNDS = 8;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType NUMBER = BIGINT.withNullable(false);
    private static final long HOUR = 3_600_000_000L;

    /** Different keys. */
    @Param({"1000", "500000"})
    public int keys;

    /** Distance of neighbouring keys: 1 fits an array, more needs a hash table. */
    @Param({"1000003"})
    public long stride;

    /** Checkpoints of the window. */
    @Param({"0", "4"})
    public int checkpoints;

    private List<Batch> rows;
    private Path directory;
    private ExecutorService ioThread;
    private int windows;

    @Setup
    public void prepare() throws Exception {
        directory = Files.createTempDirectory("window-benchmark");
        ioThread = Executors.newSingleThreadExecutor();
        Random random = new Random(1);
        rows = new ArrayList<>();
        for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
            long[] time = new long[Batch.TARGET_ROWS];
            long[] key = new long[Batch.TARGET_ROWS];
            long[] value = new long[Batch.TARGET_ROWS];
            for (int i = 0; i < key.length; i++) {
                time[i] = random.nextLong(HOUR);
                key[i] = random.nextInt(keys) * stride;
                value[i] = random.nextInt(1_000_000);
            }
            rows.add(new Batch(List.of(
                    new LongColumn(key.length, time, null),
                    new LongColumn(key.length, key, null),
                    new LongColumn(key.length, value, null))));
        }
    }

    @TearDown
    public void clean() throws Exception {
        ioThread.shutdown();
        new LocalFileSystem().delete(directory.toString());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS * ROUNDS)
    public long window() throws Exception {
        String folder = directory + "/" + windows++;
        long emitted = 0;
        Future<OperatorSnapshot.Content> writing = null;
        try (LocalSpillFiles files = new LocalSpillFiles(List.of(directory), "spill" + windows);
                WindowAggregateOperator operator = operator(files, folder)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Batch batch : rows) {
                    operator.addInput(0, batch);
                    emitted += drain(operator);
                }
                if (checkpoints > 0 && (round + 1) % (ROUNDS / checkpoints) == 0) {
                    operator.beforeSnapshot();
                    emitted += drain(operator);
                    OperatorSnapshot snapshot = operator.snapshot(round + 1);
                    if (writing != null) {
                        writing.get();
                    }
                    writing = ioThread.submit(snapshot::write);
                }
            }
            operator.endInput(0);
            while (!operator.finished()) {
                emitted += drain(operator);
            }
            if (writing != null) {
                writing.get();
            }
        }
        new LocalFileSystem().delete(folder);
        return emitted;
    }

    private WindowAggregateOperator operator(LocalSpillFiles files, String folder) {
        OperatorContext context = context(files);
        StateScope scope = new StateScope("benchmark", folder, 1, 0, 1, 128);
        return new WindowAggregateOperator(
                spec(), context, new PagedStateBackend().open(scope, new LocalFileSystem(), context.memory()));
    }

    private static long drain(WindowAggregateOperator operator) {
        long emitted = 0;
        for (Batch batch = operator.output(); batch != null; batch = operator.output()) {
            emitted += batch.rowCount();
        }
        return emitted;
    }

    private static OperatorSpec.WindowAggregate spec() {
        AggregateCall count = new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, NUMBER);
        AggregateCall sum = new AggregateCall(AggregateFunction.SUM, List.of(2), List.of(NUMBER), false, -1, BIGINT);
        return new OperatorSpec.WindowAggregate(
                AggregatePhase.SINGLE, 0, TimeWindow.tumble(HOUR, 0), List.of(1), List.of(count, sum));
    }

    private OperatorContext context(LocalSpillFiles files) {
        List<Field> input = List.of(
                new Field("time", DataType.timestamp(3).withNullable(false)),
                new Field("key", NUMBER),
                new Field("value", NUMBER));
        OperatorNode node =
                new OperatorNode(1, "state", "benchmark", spec(), List.of(new OperatorInput.FromEdge(0)), List.of());
        return new OperatorContext(
                "job",
                node,
                List.of(input),
                1,
                0,
                1,
                1,
                1,
                128,
                ExecutionMode.STREAMING,
                new MemoryPool("benchmark", 2L << 30),
                files,
                ioThread,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
    }
}
