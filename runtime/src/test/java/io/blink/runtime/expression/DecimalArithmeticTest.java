package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.function.ScalarFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalArithmeticTest {
    private record Type(int precision, int scale) {
        static Type random(Random random) {
            int precision = 1 + random.nextInt(random.nextBoolean() ? 18 : 38);
            return new Type(precision, random.nextInt(precision + 1));
        }

        BigDecimal value(Random random) {
            int digits = 1 + random.nextInt(precision);
            BigInteger unscaled = random.nextInt(8) == 0
                    ? BigInteger.TEN.pow(digits).subtract(BigInteger.ONE)
                    : new BigInteger(127, random).mod(BigInteger.TEN.pow(digits));
            return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
        }

        @Override
        public String toString() {
            return "DECIMAL(" + precision + ", " + scale + ")";
        }
    }

    @Test
    void agreesWithBigDecimalForTypesOfEveryWidth() {
        long seed = 424_242L;
        Random random = new Random(seed);
        for (int round = 0; round < 12_000; round++) {
            Type left = Type.random(random);
            Type right = Type.random(random);
            ScalarFunction function =
                    List.of(ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO).get(random.nextInt(5));
            Type result = random.nextBoolean() ? derived(function, left, right) : Type.random(random);
            BigDecimal x = left.value(random);
            BigDecimal y = right.value(random);
            String expected = expected(function, x, y, result);
            String actual;
            try {
                actual = evaluate(
                                call(
                                        function,
                                        result.toString(),
                                        input(0, left.toString()),
                                        input(1, right.toString())),
                                new Batch(List.of(
                                        column(left.toString(), null, x.toPlainString()),
                                        column(right.toString(), y.toPlainString(), y.toPlainString()))))
                        .get(1);
            } catch (BlinkException e) {
                actual = e.code().name();
            }
            assertThat(actual)
                    .as("%s:%s %s %s:%s -> %s, seed %d", x, left, function, y, right, result, seed)
                    .isEqualTo(expected);
        }
    }

    /** The types that Flink derives, as far as they matter: sums and products that fit exactly. */
    private static Type derived(ScalarFunction function, Type left, Type right) {
        int scale =
                switch (function) {
                    case MULTIPLY -> left.scale() + right.scale();
                    case DIVIDE -> Math.max(6, left.scale() + right.precision() + 1);
                    default -> Math.max(left.scale(), right.scale());
                };
        int whole =
                switch (function) {
                    case MULTIPLY -> left.precision() - left.scale() + right.precision() - right.scale();
                    case DIVIDE -> left.precision() - left.scale() + right.scale();
                    default -> Math.max(left.precision() - left.scale(), right.precision() - right.scale()) + 1;
                };
        if (whole + scale > 38) {
            scale = Math.max(38 - whole, Math.min(scale, 6));
        }
        return new Type(Math.max(1, Math.min(38, whole + scale)), Math.min(38, scale));
    }

    private static String expected(ScalarFunction function, BigDecimal x, BigDecimal y, Type result) {
        if (y.signum() == 0 && (function == DIVIDE || function == MODULO)) {
            return "DIVISION_BY_ZERO";
        }
        BigDecimal value =
                switch (function) {
                    case ADD -> x.add(y);
                    case SUBTRACT -> x.subtract(y);
                    case MULTIPLY -> x.multiply(y);
                    case DIVIDE -> x.divide(y, result.scale(), RoundingMode.HALF_UP);
                    default -> x.remainder(y);
                };
        BigDecimal rounded = value.setScale(result.scale(), RoundingMode.HALF_UP);
        boolean fits = rounded.unscaledValue().abs().compareTo(BigInteger.TEN.pow(result.precision())) < 0;
        return fits ? rounded.toPlainString() : "NUMERIC_OVERFLOW";
    }

    @Test
    void nullsConstantsAndDictionaries() {
        for (String type : List.of("DECIMAL(7, 2)", "DECIMAL(30, 2)")) {
            List<Column> columns =
                    List.of(column(type, "1.50", "-2.25", null, "0.00"), column(type, "2.00", "0.50", "1.00", null));
            expect(call(ADD, "DECIMAL(31, 2)", input(0, type), input(1, type)), columns, "3.50", "-1.75", null, null);
            expect(
                    call(SUBTRACT, "DECIMAL(8, 2)", input(0, type), input(1, type)),
                    columns,
                    "-0.50",
                    "-2.75",
                    null,
                    null);
            expect(
                    call(MULTIPLY, "DECIMAL(14, 4)", input(0, type), literal("DECIMAL(7, 2)", "0.10")),
                    columns,
                    "0.1500",
                    "-0.2250",
                    null,
                    "0.0000");
            expect(
                    call(DIVIDE, "DECIMAL(18, 6)", input(0, type), input(1, type)),
                    columns,
                    "0.750000",
                    "-4.500000",
                    null,
                    null);
            expect(call(MODULO, "DECIMAL(7, 2)", input(0, type), input(1, type)), columns, "1.50", "-0.25", null, null);
        }
    }

    @Test
    void roundingIsHalfAwayFromZero() {
        for (String type : List.of("DECIMAL(7, 2)", "DECIMAL(30, 2)")) {
            List<Column> columns = List.of(column(type, "1.50", "-2.25", null, "14.99", "-0.05"));
            expect(
                    call(ROUND, "DECIMAL(8, 1)", input(0, type), literal("INT", "1")),
                    columns,
                    "1.5",
                    "-2.3",
                    null,
                    "15.0",
                    "-0.1");
            expect(call(ROUND, "DECIMAL(8, 0)", input(0, type)), columns, "2", "-2", null, "15", "0");
            expect(
                    call(ROUND, "DECIMAL(8, 0)", input(0, type), literal("INT", "-1")),
                    columns,
                    "0",
                    "0",
                    null,
                    "10",
                    "0");
            expect(
                    call(ROUND, "DECIMAL(8, 2)", input(0, type), literal("INT", "5")),
                    columns,
                    "1.50",
                    "-2.25",
                    null,
                    "14.99",
                    "-0.05");
            expect(
                    call(TRUNCATE, "DECIMAL(8, 1)", input(0, type), literal("INT", "1")),
                    columns,
                    "1.5",
                    "-2.2",
                    null,
                    "14.9",
                    "0.0");
            expect(call(CEIL, "DECIMAL(8, 0)", input(0, type)), columns, "2", "-2", null, "15", "0");
            expect(call(FLOOR, "DECIMAL(8, 0)", input(0, type)), columns, "1", "-3", null, "14", "-1");
            expect(call(NEGATE, type, input(0, type)), columns, "-1.50", "2.25", null, "-14.99", "0.05");
            expect(call(ABS, type, input(0, type)), columns, "1.50", "2.25", null, "14.99", "0.05");
            expect(call(SIGN, type, input(0, type)), columns, "1.00", "-1.00", null, "1.00", "-1.00");
        }
    }
}
