package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.CAST;
import static io.blink.core.function.ScalarFunction.TRY_CAST;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CastTest {
    private static void casts(String from, String to, List<String> values, String... expected) {
        expect(call(CAST, to, input(0, from)), List.of(column(from, values.toArray(String[]::new))), expected);
    }

    private static void tries(String from, String to, List<String> values, String... expected) {
        expect(call(TRY_CAST, to, input(0, from)), List.of(column(from, values.toArray(String[]::new))), expected);
    }

    private static void fails(String from, String to, String value) {
        Batch batch = new Batch(List.of(column(from, null, value)));
        assertThatThrownBy(() -> evaluate(call(CAST, to, input(0, from)), batch))
                .as("%s from %s to %s", value, from, to)
                .extracting(e -> ((BlinkException) e).code())
                .isEqualTo(CoreErrorCode.INVALID_CAST);
        assertThat(evaluate(call(TRY_CAST, to, input(0, from)), batch)).containsExactly(null, null);
    }

    @Test
    void numbersToNumbers() {
        casts("INT", "BIGINT", List.of("1", "-2147483648"), "1", "-2147483648");
        casts("BIGINT", "TINYINT", List.of("127", "-128"), "127", "-128");
        casts("BIGINT", "SMALLINT", List.of("300"), "300");
        casts("BIGINT", "INT", List.of("-7"), "-7");
        casts("INT", "DOUBLE", List.of("3"), "3.0");
        casts("BIGINT", "FLOAT", List.of("3"), "3.0");
        casts("INT", "DECIMAL(12, 2)", List.of("3"), "3.00");
        casts("DOUBLE", "INT", List.of("2.9", "-2.9"), "2", "-2");
        casts("DOUBLE", "BIGINT", List.of("1.0E15"), "1000000000000000");
        casts("DOUBLE", "FLOAT", List.of("1.5", "Infinity", "NaN"), "1.5", "Infinity", "NaN");
        casts("FLOAT", "DOUBLE", List.of("1.5"), "1.5");
        casts("DOUBLE", "DECIMAL(5, 2)", List.of("1.005", "-1.125"), "1.01", "-1.13");
        casts("FLOAT", "DECIMAL(10, 4)", List.of("1.1"), "1.1000");
        casts("DECIMAL(5, 2)", "INT", List.of("2.99", "-2.99"), "2", "-2");
        casts("DECIMAL(38, 10)", "BIGINT", List.of("12345678901.5"), "12345678901");
        casts("DECIMAL(5, 2)", "DOUBLE", List.of("2.99"), "2.99");
        casts("DECIMAL(38, 18)", "DOUBLE", List.of("12345678901234567890.123456789012345678"), "1.2345678901234567E19");
        casts("DECIMAL(5, 2)", "DECIMAL(3, 1)", List.of("2.95", "-2.95"), "3.0", "-3.0");
        casts("DECIMAL(5, 2)", "DECIMAL(30, 4)", List.of("2.95"), "2.9500");
        casts("DECIMAL(30, 4)", "DECIMAL(5, 2)", List.of("2.955"), "2.96");
        casts("BOOLEAN", "INT", List.of("true", "false"), "1", "0");
        casts("BOOLEAN", "DECIMAL(3, 1)", List.of("true"), "1.0");
        casts("INT", "BOOLEAN", List.of("7", "0"), "TRUE", "FALSE");
        casts("DECIMAL(3, 1)", "BOOLEAN", List.of("0.1", "0.0"), "TRUE", "FALSE");
    }

    @Test
    void numbersOutOfRangeFail() {
        fails("BIGINT", "TINYINT", "128");
        fails("BIGINT", "SMALLINT", "-32769");
        fails("BIGINT", "INT", "2147483648");
        fails("DOUBLE", "INT", "2.147483648E9");
        fails("DOUBLE", "BIGINT", "9.223372036854775807E18");
        fails("DOUBLE", "BIGINT", "NaN");
        fails("DOUBLE", "FLOAT", "1.0E300");
        fails("DOUBLE", "DECIMAL(5, 2)", "1000.0");
        fails("DOUBLE", "DECIMAL(38, 0)", "1.0E300");
        fails("DOUBLE", "DECIMAL(5, 2)", "Infinity");
        fails("INT", "DECIMAL(3, 2)", "10");
        fails("DECIMAL(5, 2)", "DECIMAL(3, 1)", "99.95");
        fails("DECIMAL(38, 0)", "BIGINT", "9223372036854775808");
        fails("DECIMAL(20, 0)", "INT", "2147483648");
    }

    @Test
    void stringsToNumbers() {
        casts(
                "STRING",
                "INT",
                List.of(" 12 ", "-7", "+3", "1.9", ".5", "2147483647"),
                "12",
                "-7",
                "3",
                "1",
                "0",
                "2147483647");
        casts(
                "STRING",
                "BIGINT",
                List.of("-9223372036854775808", "9223372036854775807"),
                "-9223372036854775808",
                "9223372036854775807");
        casts("STRING", "DOUBLE", List.of(" 1e3 ", "-0.5", "NaN", "-Infinity"), "1000.0", "-0.5", "NaN", "-Infinity");
        casts("STRING", "FLOAT", List.of("1.1"), "1.1");
        casts("STRING", "DECIMAL(6, 2)", List.of("1.005", " -12 ", "1e2"), "1.01", "-12.00", "100.00");
        casts(
                "STRING",
                "DECIMAL(38, 2)",
                List.of("123456789012345678901234567890.12"),
                "123456789012345678901234567890.12");
        casts(
                "STRING",
                "BOOLEAN",
                List.of("true", "T", "yes", "1", "FALSE", "n"),
                "TRUE",
                "TRUE",
                "TRUE",
                "TRUE",
                "FALSE",
                "FALSE");
        for (String bad : List.of("", " ", "x", "1x", "--1", "1.2.3", "2147483648", "9223372036854775808", "+", ".")) {
            fails("STRING", "INT", bad);
        }
        fails("STRING", "BIGINT", "-9223372036854775809");
        fails("STRING", "BIGINT", "92233720368547758070");
        for (String bad : List.of("", "x", "1f", "0x10p0", "1,5")) {
            fails("STRING", "DOUBLE", bad);
        }
        fails("STRING", "FLOAT", "1e300");
        fails("STRING", "DECIMAL(4, 2)", "100");
        fails("STRING", "DECIMAL(4, 2)", "1e999999999999");
        fails("STRING", "DECIMAL(4, 2)", "one");
        fails("STRING", "BOOLEAN", "maybe");
        tries("STRING", "INT", java.util.Arrays.asList("1", "x", null, "3"), "1", null, null, "3");
    }

    @Test
    void valuesToStrings() {
        casts("INT", "STRING", List.of("-12"), "-12");
        casts("BIGINT", "STRING", List.of("-9223372036854775808", "0"), "-9223372036854775808", "0");
        casts("DOUBLE", "STRING", List.of("1.0", "1.0E10", "NaN"), "1.0", "1.0E10", "NaN");
        casts("DECIMAL(5, 2)", "STRING", List.of("-0.05", "123.40"), "-0.05", "123.40");
        casts(
                "DECIMAL(38, 2)",
                "STRING",
                List.of("-123456789012345678901234567890.12"),
                "-123456789012345678901234567890.12");
        casts("BOOLEAN", "STRING", List.of("true", "false"), "TRUE", "FALSE");
        casts("DATE", "STRING", List.of("0", "-719528"), "1970-01-01", "0000-01-01");
        casts("TIMESTAMP(3)", "STRING", List.of("1500000"), "1970-01-01 00:00:01.500");
        casts("TIMESTAMP(9)", "STRING", List.of("-1.007"), "1969-12-31 23:59:59.999999007");
        casts("TIMESTAMP_LTZ(0)", "STRING", List.of("1700000000000000"), "2023-11-14 23:13:20");
        casts("TIME(0)", "STRING", List.of("3661000000"), "01:01:01");
        casts("INT", "VARCHAR(2)", List.of("123"), "12");
        casts("INT", "CHAR(5)", List.of("123"), "123  ");
    }

    @Test
    void lengthsOfStrings() {
        casts("STRING", "VARCHAR(3)", java.util.Arrays.asList("abcd", "ab", null, "é😀xy"), "abc", "ab", null, "é😀x");
        casts("STRING", "CHAR(3)", java.util.Arrays.asList("abcd", "a", null, "é"), "abc", "a  ", null, "é  ");
        casts("VARCHAR(3)", "VARCHAR(5)", List.of("abc"), "abc");
        casts("BYTES", "BINARY(3)", List.of("0102", "01020304"), "010200", "010203");
        casts("BYTES", "VARBINARY(3)", List.of("0102", "01020304"), "0102", "010203");
        casts("STRING", "BYTES", List.of("ab"), "6162");
        casts("BYTES", "STRING", List.of("6162"), "ab");
    }

    @Test
    void stringsToTimes() {
        casts(
                "STRING",
                "DATE",
                List.of("2024-02-29", " 1999-1-2 ", "2024-03-01 12:00:00", "-0001-03-01"),
                "2024-02-29",
                "1999-01-02",
                "2024-03-01",
                "-0001-03-01");
        casts(
                "STRING",
                "TIMESTAMP(6)",
                List.of("2024-02-29 12:34:56.789", "2024-02-29T12:34", "2024-02-29"),
                "2024-02-29 12:34:56.789000",
                "2024-02-29 12:34:00.000000",
                "2024-02-29 00:00:00.000000");
        casts("STRING", "TIMESTAMP(9)", List.of("2024-02-29 12:34:56.123456789999"), "2024-02-29 12:34:56.123456789");
        casts("STRING", "TIMESTAMP(0)", List.of("2024-02-29 12:34:56.999"), "2024-02-29 12:34:56");
        casts("STRING", "TIME(3)", List.of("12:34:56.7891", "1:02"), "12:34:56.789", "01:02:00.000");
        casts(
                "STRING",
                "TIMESTAMP_LTZ(0)",
                List.of("2024-07-01 12:00:00", "2024-07-01 12:00:00Z", "2024-07-01 12:00:00+05:30"),
                "2024-07-01 12:00:00",
                "2024-07-01 14:00:00",
                "2024-07-01 08:30:00");
        for (String bad : List.of(
                "", "2023-02-29", "2024-13-01", "2024-00-01", "2024-1", "x", "2024-01-01x", "2024-01-01 25:00")) {
            fails("STRING", "DATE", bad);
            fails("STRING", "TIMESTAMP(3)", bad);
        }
        fails("STRING", "TIME(0)", "24:00:00");
    }

    @Test
    void timesToTimes() {
        casts("DATE", "TIMESTAMP(3)", List.of("1"), "1970-01-02 00:00:00.000");
        casts("TIMESTAMP(6)", "DATE", List.of("-1", "86400000000"), "1969-12-31", "1970-01-02");
        casts("TIMESTAMP(6)", "TIME(0)", List.of("-1"), "23:59:59");
        casts(
                "TIMESTAMP(6)",
                "TIMESTAMP(3)",
                List.of("-1", "1999"),
                "1969-12-31 23:59:59.999",
                "1970-01-01 00:00:00.001");
        casts("TIMESTAMP(3)", "TIMESTAMP(9)", List.of("1000"), "1970-01-01 00:00:00.001000000");
        casts("TIMESTAMP(9)", "TIMESTAMP(6)", List.of("5.123"), "1970-01-01 00:00:00.000005");
        // Berlin: UTC+1 at the epoch, UTC+2 in July 2024.
        casts(
                "TIMESTAMP_LTZ(6)",
                "TIMESTAMP(6)",
                List.of("0", "1719792000000000"),
                "1970-01-01 01:00:00.000000",
                "2024-07-01 02:00:00.000000");
        casts("TIMESTAMP(6)", "TIMESTAMP_LTZ(6)", List.of("0"), "1970-01-01 00:00:00.000000");
        casts("TIMESTAMP_LTZ(6)", "DATE", List.of("82800000000"), "1970-01-02");
        casts("DATE", "TIMESTAMP_LTZ(0)", List.of("19905"), "2024-07-01 00:00:00");
    }

    @Test
    void nestedValuesAreConvertedPartByPart() {
        Column arrays = EvaluationKit.nested("ARRAY<INT>", new String[][] {{"1", "2"}, {}, null, {"3", null}});
        expect(
                call(CAST, "ARRAY<STRING>", input(0, "ARRAY<INT>")),
                List.of(arrays),
                "[\"1\",\"2\"]",
                "[]",
                null,
                "[\"3\",null]");
        expect(call(CAST, "STRING", input(0, "ARRAY<INT>")), List.of(arrays), "[1,2]", "[]", null, "[3,null]");
    }

    @Test
    void conversionsThatDoNotExistAreRefusedWhenCompiled() {
        assertThatThrownBy(() -> ExpressionCompiler.compile(
                        call(CAST, "TIMESTAMP(3)", input(0, "BIGINT")), EvaluationKit.CONTEXT))
                .hasMessageContaining(
                        "CAST at line 3, column 14 from BIGINT to TIMESTAMP(3); use TO_TIMESTAMP or FROM_UNIXTIME.");
        assertThatThrownBy(
                        () -> ExpressionCompiler.compile(call(CAST, "DATE", input(0, "DOUBLE")), EvaluationKit.CONTEXT))
                .hasMessageContaining("from DOUBLE to DATE");
    }

    @Test
    void decimalConversionsAgreeWithBigDecimal() {
        long seed = 99L;
        Random random = new Random(seed);
        for (int round = 0; round < 4000; round++) {
            int fromPrecision = 1 + random.nextInt(38);
            int fromScale = random.nextInt(fromPrecision + 1);
            int toPrecision = 1 + random.nextInt(38);
            int toScale = random.nextInt(toPrecision + 1);
            BigInteger unscaled =
                    new BigInteger(127, random).mod(BigInteger.TEN.pow(1 + random.nextInt(fromPrecision)));
            BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), fromScale);
            BigDecimal rounded = value.setScale(toScale, RoundingMode.HALF_UP);
            boolean fits = rounded.unscaledValue().abs().compareTo(BigInteger.TEN.pow(toPrecision)) < 0;
            String from = "DECIMAL(" + fromPrecision + ", " + fromScale + ")";
            String to = "DECIMAL(" + toPrecision + ", " + toScale + ")";
            List<Column> columns = List.of(column(from, value.toPlainString()));
            assertThat(evaluate(call(TRY_CAST, to, input(0, from)), new Batch(columns)))
                    .as("%s from %s to %s, seed %d", value, from, to, seed)
                    .containsExactly(fits ? rounded.toPlainString() : null);
            assertThat(evaluate(call(CAST, "DOUBLE", input(0, from)), new Batch(columns)))
                    .containsExactly(Double.toString(value.doubleValue()));
        }
    }
}
