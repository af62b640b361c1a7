package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    @ParameterizedTest
    @CsvSource({"TINYINT, 8", "SMALLINT, 16", "INT, 32", "BIGINT, 64"})
    void integersAgreeWithBigIntegersOrOverflow(String type, int bits) {
        long seed = 7_013L + bits;
        Random random = new Random(seed);
        BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
        for (int round = 0; round < 4000; round++) {
            BigInteger left = value(random, bits);
            BigInteger right = value(random, bits);
            for (ScalarFunction function : List.of(ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO)) {
                String expected = expected(function, left, right, limit);
                check(type, function, left, right, expected, round % 2 == 0, seed);
            }
        }
    }

    private static String expected(ScalarFunction function, BigInteger left, BigInteger right, BigInteger limit) {
        if (right.signum() == 0 && (function == DIVIDE || function == MODULO)) {
            return "DIVISION_BY_ZERO";
        }
        BigInteger result =
                switch (function) {
                    case ADD -> left.add(right);
                    case SUBTRACT -> left.subtract(right);
                    case MULTIPLY -> left.multiply(right);
                    case DIVIDE -> left.divide(right);
                    default -> left.remainder(right);
                };
        boolean fits = result.compareTo(limit) < 0 && result.compareTo(limit.negate()) >= 0;
        return fits ? result.toString() : "NUMERIC_OVERFLOW";
    }

    private static void check(
            String type,
            ScalarFunction function,
            BigInteger left,
            BigInteger right,
            String expected,
            boolean constant,
            long seed) {
        Expression rightSide = constant ? literal(type, right.toString()) : input(1, type);
        Expression expression = call(function, type, input(0, type), rightSide);
        // A null with the same values beneath must neither fail nor hide the failure.
        Batch batch = new Batch(
                List.of(column(type, null, left.toString()), column(type, right.toString(), right.toString())));
        String actual;
        try {
            actual = evaluate(expression, batch).get(1);
        } catch (BlinkException e) {
            actual = e.code().name();
        }
        assertThat(actual)
                .as("%s %s %s %s, seed %d", type, left, function, right, seed)
                .isEqualTo(expected);
    }

    private static BigInteger value(Random random, int bits) {
        BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
        return switch (random.nextInt(5)) {
            case 0 -> limit.negate();
            case 1 -> limit.subtract(BigInteger.ONE);
            case 2 -> BigInteger.valueOf(random.nextInt(5) - 2);
            default ->
                new BigInteger(1 + random.nextInt(bits - 1), random)
                        .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
        };
    }

    @Test
    void errorsNameValuesTypeAndPlace() {
        Batch batch = new Batch(List.of(column("INT", "1", null, "2147483647")));
        assertThatThrownBy(() -> evaluate(call(ADD, "INT", input(0, "INT"), literal("INT", "1")), batch))
                .hasMessage(
                        "2147483647 + 1 does not fit into INT at line 3, column 14; cast the operands to a wider type.")
                .extracting(e -> ((BlinkException) e).code())
                .isEqualTo(CoreErrorCode.NUMERIC_OVERFLOW);
        assertThatThrownBy(() -> evaluate(call(DIVIDE, "INT", input(0, "INT"), literal("INT", "0")), batch))
                .hasMessage("1 / 0 divides by zero at line 3, column 14; guard it with NULLIF(divisor, 0) or CASE.")
                .extracting(e -> ((BlinkException) e).code())
                .isEqualTo(CoreErrorCode.DIVISION_BY_ZERO);
        assertThatThrownBy(() -> evaluate(
                        call(NEGATE, "INT", input(0, "INT")), new Batch(List.of(column("INT", "-2147483648")))))
                .hasMessageContaining("NEGATE(-2147483648) does not fit into INT");
    }

    @Test
    void unaryFunctions() {
        List<Column> ints = List.of(column("INT", "5", "-7", "0", null));
        expect(call(NEGATE, "INT", input(0, "INT")), ints, "-5", "7", "0", null);
        expect(call(ABS, "INT", input(0, "INT")), ints, "5", "7", "0", null);
        expect(call(SIGN, "INT", input(0, "INT")), ints, "1", "-1", "0", null);
        expect(call(BIT_NOT, "INT", input(0, "INT")), ints, "-6", "6", "-1", null);
        expect(call(BIT_AND, "INT", input(0, "INT"), literal("INT", "6")), ints, "4", "0", "0", null);
        expect(call(BIT_OR, "INT", input(0, "INT"), literal("INT", "8")), ints, "13", "-7", "8", null);
        expect(call(BIT_XOR, "INT", input(0, "INT"), literal("INT", "1")), ints, "4", "-8", "1", null);
        expect(call(ROUND, "INT", input(0, "INT"), literal("INT", "-1")), ints, "10", "-10", "0", null);
        expect(call(TRUNCATE, "INT", input(0, "INT"), literal("INT", "-1")), ints, "0", "0", "0", null);
        List<Column> tiny = List.of(column("TINYINT", "127", null), column("TINYINT", "-128", null));
        expect(call(BIT_XOR, "TINYINT", input(0, "TINYINT"), input(1, "TINYINT")), tiny, "-1", null);
    }

    @Test
    void floatingPointFollowsIeee() {
        List<Column> columns =
                List.of(column("DOUBLE", "1.5", "-2.5", "0.0", null), column("DOUBLE", "0.0", "2.0", "0.0", "1.0"));
        Expression left = input(0, "DOUBLE");
        Expression right = input(1, "DOUBLE");
        expect(call(ADD, "DOUBLE", left, right), columns, "1.5", "-0.5", "0.0", null);
        expect(call(DIVIDE, "DOUBLE", left, right), columns, "Infinity", "-1.25", "NaN", null);
        expect(call(MODULO, "DOUBLE", left, literal("DOUBLE", "2.0")), columns, "1.5", "-0.5", "0.0", null);
        expect(call(CEIL, "DOUBLE", left), columns, "2.0", "-2.0", "0.0", null);
        expect(call(FLOOR, "DOUBLE", left), columns, "1.0", "-3.0", "0.0", null);
        expect(call(ROUND, "DOUBLE", left), columns, "2.0", "-3.0", "0.0", null);
        expect(
                call(ROUND, "DOUBLE", literal("DOUBLE", "1.005"), literal("INT", "2")),
                columns,
                "1.01",
                "1.01",
                "1.01",
                "1.01");
        expect(
                call(TRUNCATE, "DOUBLE", literal("DOUBLE", "-1.987"), literal("INT", "1")),
                columns,
                "-1.9",
                "-1.9",
                "-1.9",
                "-1.9");
        expect(
                call(MULTIPLY, "FLOAT", input(0, "FLOAT"), literal("FLOAT", "2.0")),
                List.of(column("FLOAT", "1.1", null)),
                "2.2",
                null);
        expect(call(SQRT, "DOUBLE", input(0, "INT")), List.of(column("INT", "9", "-1", null)), "3.0", "NaN", null);
    }

    @Test
    void mathematicalFunctionsAreThoseOfJava() {
        List<Column> columns = List.of(column("DOUBLE", "0.5"));
        Expression x = input(0, "DOUBLE");
        expect(call(EXP, "DOUBLE", x), columns, "" + Math.exp(0.5));
        expect(call(LN, "DOUBLE", x), columns, "" + Math.log(0.5));
        expect(call(LOG10, "DOUBLE", x), columns, "" + Math.log10(0.5));
        expect(call(LOG2, "DOUBLE", x), columns, "-1.0");
        expect(call(LOG, "DOUBLE", literal("DOUBLE", "2.0"), x), columns, "-1.0");
        expect(call(LOG, "DOUBLE", x), columns, "" + Math.log(0.5));
        expect(call(POWER, "DOUBLE", x, literal("INT", "2")), columns, "0.25");
        expect(call(SIN, "DOUBLE", x), columns, "" + Math.sin(0.5));
        expect(call(COS, "DOUBLE", x), columns, "" + Math.cos(0.5));
        expect(call(TAN, "DOUBLE", x), columns, "" + Math.tan(0.5));
        expect(call(ASIN, "DOUBLE", x), columns, "" + Math.asin(0.5));
        expect(call(ACOS, "DOUBLE", x), columns, "" + Math.acos(0.5));
        expect(call(ATAN, "DOUBLE", x), columns, "" + Math.atan(0.5));
        expect(call(ATAN2, "DOUBLE", x, x), columns, "" + Math.atan2(0.5, 0.5));
        expect(call(SINH, "DOUBLE", x), columns, "" + Math.sinh(0.5));
        expect(call(COSH, "DOUBLE", x), columns, "" + Math.cosh(0.5));
        expect(call(TANH, "DOUBLE", x), columns, "" + Math.tanh(0.5));
        expect(call(DEGREES, "DOUBLE", x), columns, "" + Math.toDegrees(0.5));
        expect(call(RADIANS, "DOUBLE", x), columns, "" + Math.toRadians(0.5));
        expect(call(PI, "DOUBLE"), columns, "" + Math.PI);
        expect(call(E, "DOUBLE"), columns, "" + Math.E);
    }

    @Test
    void comparisonsOrderNanLastAndZerosAlike() {
        List<Column> columns = List.of(
                column("DOUBLE", "NaN", "NaN", "-0.0", "1.0", "Infinity", null),
                column("DOUBLE", "NaN", "1.0", "0.0", "NaN", "NaN", "1.0"));
        Expression left = input(0, "DOUBLE");
        Expression right = input(1, "DOUBLE");
        expect(call(EQUALS, "BOOLEAN", left, right), columns, "TRUE", "FALSE", "TRUE", "FALSE", "FALSE", null);
        expect(call(NOT_EQUALS, "BOOLEAN", left, right), columns, "FALSE", "TRUE", "FALSE", "TRUE", "TRUE", null);
        expect(call(LESS_THAN, "BOOLEAN", left, right), columns, "FALSE", "FALSE", "FALSE", "TRUE", "TRUE", null);
        expect(call(LESS_OR_EQUAL, "BOOLEAN", left, right), columns, "TRUE", "FALSE", "TRUE", "TRUE", "TRUE", null);
        expect(call(GREATER_THAN, "BOOLEAN", left, right), columns, "FALSE", "TRUE", "FALSE", "FALSE", "FALSE", null);
        expect(call(GREATER_OR_EQUAL, "BOOLEAN", left, right), columns, "TRUE", "TRUE", "TRUE", "FALSE", "FALSE", null);
    }

    @Test
    void comparisonsOfEveryType() {
        for (String type : List.of(
                "TINYINT",
                "SMALLINT",
                "INT",
                "BIGINT",
                "FLOAT",
                "DOUBLE",
                "DECIMAL(10, 0)",
                "DECIMAL(30, 0)",
                "DATE",
                "TIMESTAMP(6)",
                "TIMESTAMP(9)",
                "TIME(3)",
                "STRING")) {
            List<Column> columns =
                    List.of(column(type, "1", "2", "3", null, "2"), column(type, "2", "2", "2", "2", null));
            Expression left = input(0, type);
            Expression right = input(1, type);
            expect(call(EQUALS, "BOOLEAN", left, right), columns, "FALSE", "TRUE", "FALSE", null, null);
            expect(call(NOT_EQUALS, "BOOLEAN", left, right), columns, "TRUE", "FALSE", "TRUE", null, null);
            expect(call(LESS_THAN, "BOOLEAN", left, right), columns, "TRUE", "FALSE", "FALSE", null, null);
            expect(call(LESS_OR_EQUAL, "BOOLEAN", left, right), columns, "TRUE", "TRUE", "FALSE", null, null);
            expect(call(GREATER_THAN, "BOOLEAN", left, right), columns, "FALSE", "FALSE", "TRUE", null, null);
            expect(
                    call(GREATER_OR_EQUAL, "BOOLEAN", left, literal(type, "2")),
                    columns,
                    "FALSE",
                    "TRUE",
                    "TRUE",
                    null,
                    "TRUE");
            expect(
                    call(LESS_THAN, "BOOLEAN", literal(type, "2"), left),
                    columns,
                    "FALSE",
                    "FALSE",
                    "TRUE",
                    null,
                    "FALSE");
            expect(call(IS_DISTINCT_FROM, "BOOLEAN", left, right), columns, "TRUE", "FALSE", "TRUE", "TRUE", "TRUE");
            expect(
                    call(IS_NOT_DISTINCT_FROM, "BOOLEAN", left, literal(type, null)),
                    columns,
                    "FALSE",
                    "FALSE",
                    "FALSE",
                    "TRUE",
                    "FALSE");
            expect(
                    call(BETWEEN, "BOOLEAN", left, literal(type, "2"), literal(type, "3")),
                    columns,
                    "FALSE",
                    "TRUE",
                    "TRUE",
                    null,
                    "TRUE");
            expect(
                    call(IN, "BOOLEAN", left, literal(type, "2"), literal(type, "5")),
                    columns,
                    "FALSE",
                    "TRUE",
                    "FALSE",
                    null,
                    "TRUE");
            int[] positions = new int[5];
            RowSelector selector = ExpressionCompiler.compilePredicate(
                    call(GREATER_OR_EQUAL, "BOOLEAN", left, literal(type, "2")), EvaluationKit.CONTEXT);
            assertThat(selector.select(new Batch(columns), positions)).as(type).isEqualTo(3);
            assertThat(positions).as(type).startsWith(1, 2, 4);
            Batch plain = new Batch(List.of(column(type, "3", "1", "2")));
            assertThat(selector.select(plain, positions)).as(type).isEqualTo(2);
            assertThat(positions).as(type).startsWith(0, 2);
        }
    }

    @Test
    void ceilingFloorAndSignKeepFractionsUntilTheResult() {
        List<Column> doubles = List.of(column("DOUBLE", "0.5", "-1.5", null));
        expect(call(CEIL, "BIGINT", input(0, "DOUBLE")), doubles, "1", "-1", null);
        expect(call(FLOOR, "BIGINT", input(0, "DOUBLE")), doubles, "0", "-2", null);
        expect(call(SIGN, "INT", input(0, "DOUBLE")), doubles, "1", "-1", null);
        expect(call(SIGN, "INT", input(0, "DECIMAL(5, 2)")), List.of(column("DECIMAL(5, 2)", "0.50", null)), "1", null);
        expect(call(CEIL, "INT", input(0, "INT")), List.of(column("INT", "7", null)), "7", null);
        expect(call(FLOOR, "BIGINT", input(0, "INT")), List.of(column("INT", "7", null)), "7", null);
    }

    @Test
    void aStringIsComparedAsTheOtherSide() {
        List<Column> columns = List.of(column("DATE", "0", "1", null));
        expect(
                call(EQUALS, "BOOLEAN", input(0, "DATE"), literal("STRING", "1970-1-2")),
                columns,
                "FALSE",
                "TRUE",
                null);
        expect(
                call(LESS_THAN, "BOOLEAN", literal("STRING", "1970-01-01"), input(0, "DATE")),
                columns,
                "FALSE",
                "TRUE",
                null);
        expect(
                call(LESS_THAN, "BOOLEAN", literal("TIMESTAMP(3)", "1"), input(0, "DATE")),
                columns,
                "FALSE",
                "TRUE",
                null);
    }

    @Test
    void argumentsOfDifferentNumbersAreConverted() {
        List<Column> columns = List.of(column("INT", "2", "3", null), column("DECIMAL(5, 2)", "2.00", "2.50", "1.00"));
        expect(call(EQUALS, "BOOLEAN", input(0, "INT"), input(1, "DECIMAL(5, 2)")), columns, "TRUE", "FALSE", null);
        expect(call(ADD, "DOUBLE", input(0, "INT"), input(1, "DECIMAL(5, 2)")), columns, "4.0", "5.5", null);
        expect(call(ADD, "DECIMAL(13, 2)", input(0, "INT"), input(1, "DECIMAL(5, 2)")), columns, "4.00", "5.50", null);
        expect(
                call(GREATEST, "DECIMAL(12, 2)", input(0, "INT"), input(1, "DECIMAL(5, 2)")),
                columns,
                "2.00",
                "3.00",
                null);
    }
}
