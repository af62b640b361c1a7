package io.blink.core.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.type.DataType;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
    private static String text(String type, Column column) {
        return new ColumnText(DataType.parse(type), ZoneId.of("Asia/Shanghai")).text(column, 0);
    }

    private static Column longs(long value) {
        return new LongColumn(1, new long[] {value}, null);
    }

    @Test
    void numbers() {
        assertThat(text("TINYINT", new ByteColumn(1, new byte[] {-5}, null))).isEqualTo("-5");
        assertThat(text("BOOLEAN", new ByteColumn(1, new byte[] {1}, null))).isEqualTo("TRUE");
        assertThat(text("BIGINT", longs(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(text("FLOAT", new FloatColumn(1, new float[] {0.1f}, null))).isEqualTo("0.1");
        assertThat(text("DOUBLE", new DoubleColumn(1, new double[] {1e20}, null)))
                .isEqualTo("1.0E20");
        assertThat(text("DECIMAL(5, 3)", longs(-7))).isEqualTo("-0.007");
        assertThat(text("DECIMAL(18, 0)", longs(7))).isEqualTo("7");
        Column wide = new Decimal128Column(1, new long[] {-1}, new long[] {0}, null);
        assertThat(text("DECIMAL(38, 2)", wide)).isEqualTo("-184467440737095516.16");
    }

    @Test
    void stringsAndBytes() {
        BytesColumn bytes = new BytesColumn(1, new byte[] {'a', -61, -87}, new int[] {0, 3}, null);
        assertThat(text("STRING", bytes)).isEqualTo("aé");
        assertThat(text("BYTES", bytes)).isEqualTo("61c3a9");
    }

    @Test
    void times() {
        assertThat(text("DATE", new IntColumn(1, new int[] {-1}, null))).isEqualTo("1969-12-31");
        assertThat(text("TIME(3)", longs(3_723_004_005L))).isEqualTo("01:02:03.004");
        assertThat(text("TIMESTAMP(0)", longs(-1))).isEqualTo("1969-12-31 23:59:59");
        assertThat(text("TIMESTAMP_LTZ(6)", longs(0))).isEqualTo("1970-01-01 08:00:00.000000");
        Column nanos = new TimestampColumn(1, new long[] {1}, new int[] {23}, null);
        assertThat(text("TIMESTAMP(9)", nanos)).isEqualTo("1970-01-01 00:00:00.000001023");
        assertThat(text("INTERVAL YEAR TO MONTH", new IntColumn(1, new int[] {-14}, null)))
                .isEqualTo("-1-02");
        assertThat(text("INTERVAL DAY TO SECOND", longs(93_784_005_006L))).isEqualTo("+1 02:03:04.005006");
    }

    @Test
    void nestedValuesAreJson() {
        BytesColumn quoted =
                new BytesColumn(1, "a\"b\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), new int[] {0, 4}, null);
        Column numbers = new DoubleColumn(2, new double[] {1, Double.NaN}, new boolean[] {false, false});
        Column row = new RowColumn(
                1,
                List.of(
                        quoted,
                        new ArrayColumn(1, numbers, new int[] {0, 2}, null),
                        new IntColumn(1, new int[1], new boolean[] {true})),
                null);
        assertThat(text("ROW<`s` STRING, `a` ARRAY<DOUBLE>, `d` DATE>", row))
                .isEqualTo("{\"s\":\"a\\\"b\\n\",\"a\":[1.0,\"NaN\"],\"d\":null}");
        Column map = new MapColumn(1, longs(5), new IntColumn(1, new int[] {0}, null), new int[] {0, 1}, null);
        assertThat(text("MAP<BIGINT, DATE>", map)).isEqualTo("{\"5\":\"1970-01-01\"}");
    }

    @Test
    void encodedColumnsReadAsTheirValues() {
        Column dictionary = new DictionaryColumn(1, new int[] {1}, new LongColumn(2, new long[] {4, 5}, null));
        assertThat(text("BIGINT", dictionary)).isEqualTo("5");
        assertThat(text("BIGINT", new ConstantColumn(1, longs(6)))).isEqualTo("6");
        assertThat(text("BIGINT", new LongColumn(1, new long[1], new boolean[] {true})))
                .isNull();
    }
}
