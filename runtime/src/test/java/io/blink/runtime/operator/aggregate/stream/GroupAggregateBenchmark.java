package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.function.AggregateFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row of grouped aggregates in state, emission included. Run by hand: {@code org.openjdk.jmh.Main GroupAggregateBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class GroupAggregateBenchmark {
    private static final int ROWS = 1 << 20;
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType SUM = DataType.of(TypeKind.BIGINT);
    private static final DataType FLAG = DataType.of(TypeKind.BOOLEAN).withNullable(false);

    /** Different keys. */
    @Param({"1000", "500000"})
    public int keys;

    /** Rows of a batch. */
    @Param({"4096", "64"})
    public int batchRows;

    /** SUMS: COUNT and SUM; RETRACTED: the same and MAX of rows half of which update others; DISTINCT: eight COUNT(DISTINCT) FILTER of two columns. */
    @Param({"SUMS", "RETRACTED", "DISTINCT"})
    public String calls;

    private List<Batch> rows;
    private Path directory;
    private int runs;

    @Setup
    public void prepare() throws Exception {
        directory = Files.createTempDirectory("group-benchmark");
        Random random = new Random(1);
        rows = new ArrayList<>();
        for (int from = 0; from < ROWS; from += batchRows) {
            rows.add(batch(random));
        }
    }

    /** Key, value, a few flags. Every second row of a changelog takes back the row two before it. */
    private Batch batch(Random random) {
        boolean retracts = calls.equals("RETRACTED");
        long[] key = new long[batchRows];
        long[] value = new long[batchRows];
        byte[][] flags = new byte[3][batchRows];
        byte[] kinds = new byte[batchRows];
        for (int i = 0; i < batchRows; i++) {
            boolean back = retracts && i % 4 == 2;
            key[i] = back ? key[i - 2] : random.nextInt(keys) * 1_000_003L;
            value[i] = back ? value[i - 2] : random.nextInt(100_000);
            kinds[i] = (byte)
                    (back ? RowKind.UPDATE_BEFORE : i % 4 == 3 ? RowKind.UPDATE_AFTER : RowKind.INSERT).ordinal();
            for (byte[] flag : flags) {
                flag[i] = (byte) random.nextInt(2);
            }
        }
        return new Batch(
                batchRows,
                List.of(
                        new LongColumn(batchRows, key, null),
                        new LongColumn(batchRows, value, null),
                        new ByteColumn(batchRows, flags[0], null),
                        new ByteColumn(batchRows, flags[1], null),
                        new ByteColumn(batchRows, flags[2], null)),
                retracts ? kinds : null);
    }

    @TearDown
    public void clean() throws Exception {
        new LocalFileSystem().delete(directory.toString());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rows() throws Exception {
        long emitted = 0;
        runs++;
        try (LocalSpillFiles files = new LocalSpillFiles(List.of(directory), "spill" + runs);
                GroupAggregateOperator operator = operator(files)) {
            for (Batch batch : rows) {
                operator.addInput(0, batch);
                for (Batch out = operator.output(); out != null; out = operator.output()) {
                    emitted += out.rowCount();
                }
            }
        }
        return emitted;
    }

    private GroupAggregateOperator operator(LocalSpillFiles files) {
        OperatorContext context = context(files);
        StateScope scope = new StateScope("benchmark", directory + "/" + runs, 1, 0, 1, 128);
        return new GroupAggregateOperator(
                spec(), context, new PagedStateBackend().open(scope, new LocalFileSystem(), context.memory()));
    }

    private OperatorSpec.GroupAggregate spec() {
        List<AggregateCall> list = new ArrayList<>();
        list.add(new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, NUMBER));
        if (calls.equals("DISTINCT")) {
            for (int filter = -1; filter < 3; filter++) {
                list.add(distinct(0, filter < 0 ? -1 : 2 + filter));
                list.add(distinct(1, filter < 0 ? -1 : 2 + filter));
            }
        } else {
            list.add(new AggregateCall(AggregateFunction.SUM, List.of(1), List.of(NUMBER), false, -1, SUM));
        }
        boolean retracts = calls.equals("RETRACTED");
        if (retracts) {
            list.add(new AggregateCall(AggregateFunction.MAX, List.of(1), List.of(NUMBER), false, -1, SUM));
        }
        List<Integer> groupKeys = calls.equals("DISTINCT") ? List.of(4) : List.of(0);
        return new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, groupKeys, list, retracts, false, 0);
    }

    private static AggregateCall distinct(int column, int filter) {
        return new AggregateCall(AggregateFunction.COUNT, List.of(column), List.of(NUMBER), true, filter, NUMBER);
    }

    private OperatorContext context(LocalSpillFiles files) {
        List<Field> input = List.of(
                new Field("key", NUMBER),
                new Field("value", NUMBER),
                new Field("first", FLAG),
                new Field("second", FLAG),
                new Field("third", FLAG));
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
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
    }
}
