package io.blink.runtime.operator.over;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.function.WindowFunction;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverOperatorTest {
    @TempDir
    Path directory;

    /** Runs the calls and compares every row with the model; returns the bytes that were spilled. */
    private long check(int seed, OverCase test, OverWindow spec, List<Batch> input, long memory, int step) {
        try (OperatorRig rig =
                new OperatorRig(spec, List.of(test.types()), test.output(spec), memory, directory, new Random(seed))) {
            List<List<Object>> actual = Rows.of(rig.run(List.of(input)));
            List<List<Object>> expected = new OverModel(spec).evaluate(Rows.of(test.sorted()), step);
            assertThat(actual).as("seed %s", seed).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                if (expected.get(i) != null && !Rows.text(actual.get(i)).equals(Rows.text(expected.get(i)))) {
                    throw new AssertionError(
                            "seed " + seed + ", " + differing(spec, test, actual.get(i), expected.get(i)) + ", row " + i
                                    + ": " + actual.get(i) + " instead of " + expected.get(i));
                }
            }
            assertThat(rig.pool().peakBytes()).isLessThanOrEqualTo(memory);
            return rig.statistics().spilledBytes();
        }
    }

    private static String differing(OverWindow spec, OverCase test, List<Object> actual, List<Object> expected) {
        for (int call = 0; call < spec.calls().size(); call++) {
            int column = test.types().size() + call;
            if (!Rows.text(actual.subList(column, column + 1))
                    .equals(Rows.text(expected.subList(column, column + 1)))) {
                return spec.calls().get(call) + ", order " + spec.order();
            }
        }
        return spec.toString();
    }

    @Test
    void everyCallOverEveryFrameIsWhatItsRowsSay() {
        for (int seed = 0; seed < 70; seed++) {
            OverCase test = new OverCase(new Random(seed), 300, 8, directory);
            OverWindow spec = test.spec(5);
            check(seed, test, spec, test.sorted(), 64 << 20, 2);
        }
    }

    @Test
    void rowsMayComeOneByOne() {
        for (int seed = 200; seed < 220; seed++) {
            OverCase test = new OverCase(new Random(seed), 200, 5, directory);
            check(seed, test, test.spec(4), OperatorRig.oneByOne(test.sorted()), 64 << 20, 3);
        }
    }

    @Test
    void partitionsSpanPages() {
        for (int seed = 300; seed < 330; seed++) {
            OverCase test = new OverCase(new Random(seed), 1500, 3, directory);
            check(seed, test, test.spec(4), test.sorted(), 600 << 10, 31);
        }
    }

    @Test
    void partitionsThatDoNotFitAreSpilled() {
        long spilled = 0;
        for (int seed = 400; seed < 430; seed++) {
            OverCase test = new OverCase(new Random(seed), 1500, 2, directory);
            spilled += check(seed, test, test.spec(3), test.sorted(), 120 << 10, 31);
        }
        assertThat(spilled).isPositive();
    }

    @Test
    void memoryIsGivenBackToANeighbour() {
        OverCase test = new OverCase(new Random(7), 20_000, 2, directory);
        OverWindow spec = new OverWindow(
                List.of(0),
                List.of(),
                List.of(test.function(WindowFunction.NTILE), test.function(WindowFunction.CUME_DIST)));
        try (OperatorRig rig = new OperatorRig(
                        spec, List.of(test.types()), test.output(spec), 8 << 20, directory, new Random(7));
                Operator operator = OperatorFactory.create(rig.context());
                MemoryReservation neighbour = rig.pool().open("neighbour")) {
            int half = test.sorted().size() / 2;
            for (Batch batch : test.sorted().subList(0, half)) {
                assertThat(operator.output()).isNull();
                operator.addInput(0, batch);
            }
            assertThat(operator.output()).isNull();
            long wanted = rig.pool().freeBytes() + (200 << 10);
            assertThat(neighbour.tryGrow(wanted)).isFalse();
            // What is being written is the operator's until it is written.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            boolean grown = false;
            while (!grown && System.nanoTime() < deadline) {
                assertThat(operator.output()).isNull();
                grown = neighbour.tryGrow(wanted);
            }
            assertThat(grown).isTrue();
            List<Batch> rest = test.sorted().subList(half, test.sorted().size());
            assertThat(rig.run(operator, List.of(rest)).stream()
                            .mapToInt(Batch::rowCount)
                            .sum())
                    .isEqualTo(20_000);
            assertThat(operator.statistics().spilledBytes()).isPositive();
        }
    }

    @Test
    void argumentsWithoutMeaningAreRefused() {
        OverCase test = new OverCase(new Random(3), 10, 1, directory);
        List<Batch> rows = test.sorted().stream()
                .map(batch -> {
                    List<Column> columns = new ArrayList<>(batch.columns());
                    columns.set(4, new IntColumn(batch.rowCount(), filled(batch.rowCount(), -1), null));
                    columns.set(5, new IntColumn(batch.rowCount(), filled(batch.rowCount(), 0), null));
                    return new Batch(columns);
                })
                .toList();
        refuses(test, WindowFunction.NTILE, rows, "number of buckets above 0, not 0");
        refuses(test, WindowFunction.NTH_VALUE, rows, "counts the rows of a frame from 1");
        refuses(test, WindowFunction.LAG, rows, "not at -1; use LEAD");
    }

    private static int[] filled(int count, int value) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }

    private void refuses(OverCase test, WindowFunction function, List<Batch> rows, String message) {
        OverWindow spec = new OverWindow(List.of(0), List.of(), List.of(test.function(function)));
        try (OperatorRig rig =
                new OperatorRig(spec, List.of(test.types()), test.output(spec), 8 << 20, directory, new Random(1))) {
            assertThatThrownBy(() -> rig.run(List.of(rows)))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining(message);
        }
    }
}
