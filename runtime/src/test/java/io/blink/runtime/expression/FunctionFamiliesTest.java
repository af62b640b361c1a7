package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions whose SQL is tested by scripts, here over every encoding and with nulls. */
class FunctionFamiliesTest {
    private static final Column TEXTS = column("STRING", "a-b-c", "", null, "ä-ö", "none");

    private static Call ofText(ScalarFunction function, String type, Expression... more) {
        Expression[] arguments = new Expression[more.length + 1];
        arguments[0] = input(0, "STRING");
        System.arraycopy(more, 0, arguments, 1, more.length);
        return call(function, type, arguments);
    }

    private static Expression text(String value) {
        return literal("STRING", value);
    }

    private static Expression number(long value) {
        return literal("INT", Long.toString(value));
    }

    @Test
    void fieldsBetweenSeparators() {
        List<Column> texts = List.of(TEXTS);
        expect(ofText(SPLIT_PART, "STRING", text("-"), number(2)), texts, "b", "", null, "ö", "");
        expect(ofText(SPLIT_PART, "STRING", text("-"), number(-1)), texts, "c", "", null, "ö", "none");
        expect(ofText(SUBSTRING_INDEX, "STRING", text("-"), number(2)), texts, "a-b", "", null, "ä-ö", "none");
        expect(ofText(SUBSTRING_INDEX, "STRING", text("-"), number(-2)), texts, "b-c", "", null, "ä-ö", "none");
        expect(
                call(FIND_IN_SET, "INT", input(0, "STRING"), input(1, "STRING")),
                List.of(column("STRING", "b", "", null, "x"), column("STRING", "a,b", "a,,b", "a", null)),
                "2",
                "2",
                null,
                null);
    }

    @Test
    void expressionsFindAllTheirMatches() {
        List<Column> texts = List.of(TEXTS);
        expect(ofText(REGEXP_COUNT, "INT", text("-")), texts, "2", "0", null, "1", "0");
        expect(ofText(REGEXP_INSTR, "INT", text("ö")), texts, "0", "0", null, "3", "0");
        expect(ofText(REGEXP_SUBSTR, "STRING", text("[a-z]$")), texts, "c", null, null, null, "e");
        expect(
                ofText(REGEXP_EXTRACT_ALL, "ARRAY<STRING>", text("([a-zä-ö])-?"), number(1)),
                texts,
                "[\"a\",\"b\",\"c\"]",
                "[]",
                null,
                "[\"ä\",\"ö\"]",
                "[\"n\",\"o\",\"n\",\"e\"]");
    }

    @Test
    void hashesFollowTheirSpecifications() {
        List<Column> texts =
                List.of(column("STRING", "", "hello", null, "The quick brown fox jumps over the lazy dog"));
        expect(ofText(MURMUR_HASH, "INT"), texts, "0", "613153351", null, "776992547");
        expect(ofText(CRC32, "BIGINT"), texts, "0", "907060870", null, "1095738169");
        expect(
                ofText(HASH_CODE, "INT"),
                texts,
                "0",
                "99162322",
                null,
                Integer.toString("The quick brown fox jumps over the lazy dog".hashCode()));
    }

    @Test
    void wholeNumbersAndBits() {
        Column numbers = column("INT", "5", "-1", null, "20");
        Expression value = input(0, "INT");
        expect(call(FACTORIAL, "BIGINT", value), List.of(numbers), "120", null, null, "2432902008176640000");
        expect(call(BIT_COUNT, "INT", value), List.of(numbers), "2", "64", null, "2");
        expect(call(SHIFT_LEFT, "INT", value, number(2)), List.of(numbers), "20", "-4", null, "80");
        expect(call(SHIFT_RIGHT_UNSIGNED, "INT", value, number(28)), List.of(numbers), "0", "15", null, "0");
        expect(call(GCD, "BIGINT", value, number(15)), List.of(numbers), "5", "1", null, "5");
        expect(
                call(WIDTH_BUCKET, "BIGINT", value, number(0), number(20), number(4)),
                List.of(numbers),
                "2",
                "0",
                null,
                "5");
    }

    @Test
    void theCalendarAndItsZones() {
        Column days = column("DATE", "0", "18321", null);
        expect(call(NEXT_DAY, "DATE", input(0, "DATE"), text("FR")), List.of(days), "1970-01-02", "2020-03-06", null);
        expect(
                call(MONTHS_BETWEEN, "DOUBLE", input(0, "DATE"), literal("DATE", "0")),
                List.of(days),
                "0.0",
                "601.90322581",
                null);
        expect(
                call(FROM_UTC_TIMESTAMP, "TIMESTAMP(6)", input(0, "TIMESTAMP(6)"), input(1, "STRING")),
                List.of(column("TIMESTAMP(6)", "0", "0", "0"), column("STRING", "Asia/Tokyo", null, "UTC")),
                "1970-01-01 09:00:00.000000",
                null,
                "1970-01-01 00:00:00.000000");
    }

    @Test
    void badArgumentsNameThePlaceOfTheCall() {
        Call zero = ofText(SPLIT_PART, "STRING", text("-"), number(0));
        Evaluator evaluator = ExpressionCompiler.compile(zero, EvaluationKit.CONTEXT);
        assertThatThrownBy(() -> evaluator.evaluate(new Batch(5, List.of(TEXTS))))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("SPLIT_PART at line 3, column 14");
    }
}
