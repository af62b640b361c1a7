package io.blink.runtime.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcatenationAccumulatorTest {
    private final ConcatenationAccumulator texts = new ConcatenationAccumulator(" at line 1, column 8");

    @Test
    void textsOfAGroupStandBehindOneAnotherAndAGroupWithoutOneIsNull() {
        texts.ensure(3);
        add(texts, new int[] {0, 2, 0}, "a", "bc", "d");
        assertThat(strings(texts.result(0, 3))).containsExactly("ad", null, "bc");
    }

    @Test
    void partialResultsAreTextsToo() {
        texts.ensure(100);
        add(texts, new int[] {0, 99, 0}, "a", "", "b".repeat(1000));
        ConcatenationAccumulator merged = new ConcatenationAccumulator("");
        merged.ensure(2);
        add(merged, new int[] {0}, "x");
        merged.merge(new int[] {0}, 1, texts.partial(0, 1));
        merged.merge(new int[] {1}, 1, texts.partial(99, 1));
        assertThat(strings(merged.result(0, 2))).containsExactly("xa" + "b".repeat(1000), "");
    }

    @Test
    void memoryNeverGrowsBeyondWhatWasAnnounced() {
        for (int length = 1; length < 3000; length = length * 3 + 1) {
            List<Column> arguments = List.of(column("y".repeat(length), "z"));
            long announced = texts.retainedBytes() + texts.bytesToAdd(2, arguments);
            texts.ensure(2);
            texts.add(new int[] {0, 1}, 2, arguments);
            assertThat(texts.retainedBytes()).isLessThanOrEqualTo(announced);
        }
        texts.clear();
        assertThat(texts.retainedBytes()).isZero();
    }

    @Test
    void aTextThatGrowsTooLongIsAnErrorWithItsPlace() {
        texts.ensure(1);
        add(texts, new int[] {0}, "a".repeat(1 << 20));
        assertThatThrownBy(() -> add(texts, new int[] {0}, "b"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("at line 1, column 8 is longer than 1048576 bytes");
    }

    private static void add(ConcatenationAccumulator to, int[] groups, String... values) {
        to.add(groups, groups.length, List.of(column(values)));
    }

    private static BytesColumn column(String... values) {
        BytesColumnBuilder builder = new BytesColumnBuilder(values.length);
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            builder.append(bytes, 0, bytes.length);
        }
        return (BytesColumn) builder.build();
    }

    private static List<String> strings(Column column) {
        List<String> strings = new ArrayList<>();
        BytesColumn bytes = (BytesColumn) column;
        for (int i = 0; i < bytes.size(); i++) {
            int from = bytes.offsets()[i];
            strings.add(
                    bytes.isNull(i)
                            ? null
                            : new String(bytes.bytes(), from, bytes.offsets()[i + 1] - from, StandardCharsets.UTF_8));
        }
        return strings;
    }
}
