package io.blink.connectors.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FieldGeneratorTest {
    private static final long SECOND = 1_000_000;
    private static final long ROWS_PER_SECOND = 300_000;

    private static FieldGenerator times(String type) {
        return new FieldGenerator(
                DataType.parse(type),
                FieldGenerator.Kind.SEQUENCE,
                0,
                Long.MAX_VALUE - 1,
                SECOND,
                ROWS_PER_SECOND,
                0,
                0,
                1,
                List.of());
    }

    @Test
    void timesKeepUpWithRowsThatComeInFractionsOfAMicrosecond() {
        FieldGenerator times = times("TIMESTAMP(6)");
        assertThat(times.number(0, 1)).isEqualTo(3);
        assertThat(times.number(0, ROWS_PER_SECOND)).isEqualTo(SECOND);
        long manyYears = 10_000_000_000_000L;
        assertThat(times.number(0, manyYears * ROWS_PER_SECOND / SECOND)).isEqualTo(manyYears);
    }

    @Test
    void timesHaveTheDigitsOfTheirType() {
        long[] values = ((LongColumn) times("TIMESTAMP(3)").generate(0, 0, 1, 3000)).values();
        assertThat(LongStream.of(values)).allMatch(value -> value % 1000 == 0);
        assertThat(values[2999]).isEqualTo(9_000);
    }
}
