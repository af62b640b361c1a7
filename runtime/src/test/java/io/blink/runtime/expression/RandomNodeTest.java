package io.blink.runtime.expression;

import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static io.blink.runtime.expression.EvaluationKit.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blink.core.column.Batch;
import io.blink.core.column.DoubleColumn;
import io.blink.core.expression.Call;
import io.blink.core.function.ScalarFunction;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomNodeTest {
    private static final Call RAND = call(ScalarFunction.RAND, "DOUBLE");
    private static final Call UUID = call(ScalarFunction.UUID, "STRING");

    /** In batches of these sizes. */
    private static List<String> values(Call call, String origin, int... sizes) {
        Evaluator evaluator = ExpressionCompiler.compile(call, new EvaluationContext(ZoneOffset.UTC, 0, origin));
        List<String> values = new ArrayList<>();
        for (int size : sizes) {
            values.addAll(texts(evaluator.evaluate(new Batch(size, List.of())), call.type()));
        }
        return values;
    }

    @Test
    void oneOriginGivesTheSameValuesHoweverRowsAreCutIntoBatches() {
        for (Call call : List.of(RAND, UUID)) {
            assertThat(values(call, "job/1/0/2", 100)).isEqualTo(values(call, "job/1/0/2", 1, 60, 0, 39));
            assertThat(values(call, "job/1/0/2", 100)).doesNotContainAnyElementsOf(values(call, "job/1/1/2", 100));
        }
    }

    @Test
    void identifiersAreOfVersionFourAndDiffer() {
        List<String> identifiers = values(UUID, "job", 4_096, 4_096);
        assertThat(new HashSet<>(identifiers)).hasSize(8_192);
        assertThat(identifiers)
                .allMatch(text -> text.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void valuesAreEvenlySpread() {
        Evaluator evaluator = ExpressionCompiler.compile(RAND, new EvaluationContext(ZoneOffset.UTC, 0, "job"));
        double[] values = ((DoubleColumn) evaluator.evaluate(new Batch(100_000, List.of()))).values();
        assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value < 1);
        // 100,000 values deviate from one half by less than 0.01 but once in 10^26.
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aSeedDecidesAlone() {
        Call seeded = call(ScalarFunction.RAND_INTEGER, "INT", literal("INT", "42"), literal("INT", "1000"));
        assertThat(values(seeded, "job", 50)).isEqualTo(values(seeded, "other job", 50));
        assertThat(new HashSet<>(values(seeded, "job", 50))).hasSizeGreaterThan(40);
    }
}
