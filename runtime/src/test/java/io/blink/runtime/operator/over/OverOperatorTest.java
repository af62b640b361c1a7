package io.blink.runtime.operator.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
}
