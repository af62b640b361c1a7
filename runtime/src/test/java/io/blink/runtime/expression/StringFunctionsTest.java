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
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringFunctionsTest {
    private static final Column TEXTS = column("STRING", "Hello World", "", null, "Grüße 😀 x", "ab,c,,d");
    private static final Expression TEXT = input(0, "STRING");

    private static Expression of(ScalarFunction function, String type, Expression... more) {
        Expression[] arguments = new Expression[more.length + 1];
        arguments[0] = TEXT;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return call(function, type, arguments);
    }

    private static Expression text(String value) {
        return literal("STRING", value);
    }

    private static Expression number(int value) {
        return literal("INT", Integer.toString(value));
    }

    private static void expectTexts(Expression expression, String... expected) {
        expect(expression, List.of(TEXTS), expected);
    }

    @Test
    void lengthsCountCodePointsAndBytes() {
        expectTexts(of(CHAR_LENGTH, "INT"), "11", "0", null, "9", "7");
        expectTexts(of(OCTET_LENGTH, "INT"), "11", "0", null, "14", "7");
        expectTexts(of(CHAR_LENGTH, "BIGINT"), "11", "0", null, "9", "7");
        expectTexts(of(ASCII, "INT"), "72", "0", null, "71", "97");
    }

    @Test
    void casesMapBeyondAscii() {
        expectTexts(of(UPPER, "STRING"), "HELLO WORLD", "", null, "GRÜSSE 😀 X", "AB,C,,D");
        expectTexts(of(LOWER, "STRING"), "hello world", "", null, "grüße 😀 x", "ab,c,,d");
        expectTexts(of(INITCAP, "STRING"), "Hello World", "", null, "Grüße 😀 X", "Ab,C,,D");
        expectTexts(of(REVERSE, "STRING"), "dlroW olleH", "", null, "x 😀 eßürG", "d,,c,ba");
        expect(call(UPPER, "STRING", TEXT), List.of(column("STRING", "az@[`{AZ09~")), "AZ@[`{AZ09~");
        expect(call(LOWER, "STRING", TEXT), List.of(column("STRING", "az@[`{AZ09~")), "az@[`{az09~");
    }

    @Test
    void substringsCountFromEitherEnd() {
        expectTexts(of(SUBSTRING, "STRING", number(3)), "llo World", "", null, "üße 😀 x", ",c,,d");
        expectTexts(of(SUBSTRING, "STRING", number(3), number(5)), "llo W", "", null, "üße 😀", ",c,,d");
        expectTexts(of(SUBSTRING, "STRING", number(0), number(2)), "He", "", null, "Gr", "ab");
        expectTexts(of(SUBSTRING, "STRING", number(-3), number(2)), "rl", "", null, "😀 ", ",,");
        expectTexts(of(SUBSTRING, "STRING", number(-9)), "llo World", "", null, "Grüße 😀 x", "");
        expectTexts(of(SUBSTRING, "STRING", number(1), number(-1)), null, null, null, null, null);
        expectTexts(of(LEFT, "STRING", number(4)), "Hell", "", null, "Grüß", "ab,c");
        expectTexts(of(LEFT, "STRING", number(-4)), "", "", null, "", "");
        expectTexts(of(RIGHT, "STRING", number(3)), "rld", "", null, "😀 x", ",,d");
        expect(
                call(SUBSTRING, "BYTES", input(0, "BYTES"), number(2), number(2)),
                List.of(column("BYTES", "01020304", "01", null)),
                "0203",
                "",
                null);
    }

    @Test
    void trimmingTakesASetOfCharacters() {
        Column padded = column("STRING", "  x y ", "xx", null, "", "éxé");
        expect(of(TRIM, "STRING"), List.of(padded), "x y", "xx", null, "", "éxé");
        expect(of(LTRIM, "STRING"), List.of(padded), "x y ", "xx", null, "", "éxé");
        expect(of(RTRIM, "STRING"), List.of(padded), "  x y", "xx", null, "", "éxé");
        expect(of(TRIM, "STRING", text("xé ")), List.of(padded), "y", "", null, "", "");
        expect(of(LTRIM, "STRING", text("é")), List.of(padded), "  x y ", "xx", null, "", "xé");
    }

    @Test
    void paddingRepeatsAndCuts() {
        expectTexts(
                of(LPAD, "STRING", number(9), text("é-")), "Hello Wor", "é-é-é-é-é", null, "Grüße 😀 x", "é-ab,c,,d");
        expectTexts(
                of(RPAD, "STRING", number(9), text("é-")), "Hello Wor", "é-é-é-é-é", null, "Grüße 😀 x", "ab,c,,dé-");
        expectTexts(of(LPAD, "STRING", number(-1), text("x")), null, null, null, null, null);
        expectTexts(
                of(REPEAT, "STRING", number(2)),
                "Hello WorldHello World",
                "",
                null,
                "Grüße 😀 xGrüße 😀 x",
                "ab,c,,dab,c,,d");
        expectTexts(of(REPEAT, "STRING", number(-2)), "", "", null, "", "");
        assertThatThrownBy(() -> evaluate(of(REPEAT, "STRING", number(2_000_000_000)), new Batch(List.of(TEXTS))))
                .hasMessageContaining("REPEAT at line 3, column 14: the result would have 22000000000 characters");
    }

    @Test
    void concatenation() {
        expectTexts(
                call(CONCAT, "STRING", TEXT, text("-"), TEXT),
                "Hello World-Hello World",
                "-",
                null,
                "Grüße 😀 x-Grüße 😀 x",
                "ab,c,,d-ab,c,,d");
        expectTexts(call(CONCAT, "STRING", TEXT, text(null)), null, null, null, null, null);
        expectTexts(call(CONCAT, "STRING", TEXT, number(7)), "Hello World7", "7", null, "Grüße 😀 x7", "ab,c,,d7");
        expectTexts(
                call(CONCAT_WS, "STRING", text("+"), TEXT, text(null), text("z")),
                "Hello World+z",
                "+z",
                "z",
                "Grüße 😀 x+z",
                "ab,c,,d+z");
        expectTexts(
                call(CONCAT_WS, "STRING", TEXT, text("a"), text("b")),
                "aHello Worldb",
                "ab",
                null,
                "aGrüße 😀 xb",
                "aab,c,,db");
    }

    @Test
    void searching() {
        expectTexts(call(POSITION, "INT", text("e"), TEXT), "2", "0", null, "5", "0");
        expectTexts(call(INSTR, "INT", TEXT, text("x")), "0", "0", null, "9", "0");
        expectTexts(call(POSITION, "INT", text(""), TEXT), "1", "1", null, "1", "1");
        expectTexts(of(STARTS_WITH, "BOOLEAN", text("Gr")), "FALSE", "FALSE", null, "TRUE", "FALSE");
        expectTexts(of(ENDS_WITH, "BOOLEAN", text("d")), "TRUE", "FALSE", null, "FALSE", "TRUE");
        expectTexts(of(REPLACE, "STRING", text(","), text("<>")), "Hello World", "", null, "Grüße 😀 x", "ab<>c<><>d");
        expectTexts(of(REPLACE, "STRING", text(""), text("<>")), "Hello World", "", null, "Grüße 😀 x", "ab,c,,d");
        expectTexts(of(SPLIT_INDEX, "STRING", text(","), number(1)), null, null, null, null, "c");
        expectTexts(of(SPLIT_INDEX, "STRING", number(','), number(2)), null, null, null, null, "");
        expectTexts(of(SPLIT_INDEX, "STRING", text(","), number(0)), "Hello World", null, null, "Grüße 😀 x", "ab");
        expectTexts(of(OVERLAY, "STRING", number(3), text("__")), "He__o World", "", null, "Gr__e 😀 x", "ab__,,d");
        expectTexts(
                of(OVERLAY, "STRING", number(3), number(1), text("__")),
                "He__lo World",
                "",
                null,
                "Gr__ße 😀 x",
                "ab__c,,d");
        expectTexts(
                of(OVERLAY, "STRING", text("__"), number(3), number(1)),
                "He__lo World",
                "",
                null,
                "Gr__ße 😀 x",
                "ab__c,,d");
    }

    @Test
    void regularExpressions() {
        expectTexts(of(REGEXP, "BOOLEAN", text("o.*o|,")), "TRUE", "FALSE", null, "FALSE", "TRUE");
        expectTexts(
                of(REGEXP_REPLACE, "STRING", text("[lc,]+"), text("<$0>")),
                "He<ll>o Wor<l>d",
                "",
                null,
                "Grüße 😀 x",
                "ab<,c,,>d");
        expectTexts(of(REGEXP_EXTRACT, "STRING", text("(\\w)(,)"), number(1)), null, null, null, null, "b");
        assertThat(ExpressionCompiler.compile(of(REGEXP, "BOOLEAN", text("x")), EvaluationKit.CONTEXT)
                        .vectorized())
                .isFalse();
        assertThat(ExpressionCompiler.compile(of(UPPER, "STRING"), EvaluationKit.CONTEXT)
                        .vectorized())
                .isTrue();
        assertThatThrownBy(() -> evaluate(of(REGEXP, "BOOLEAN", text("(")), new Batch(List.of(TEXTS))))
                .hasMessageContaining("'(' is no regular expression");
    }

    @Test
    void encodings() {
        Column abc = column("STRING", "abc", "", null);
        expect(of(TO_BASE64, "STRING"), List.of(abc), "YWJj", "", null);
        expect(of(FROM_BASE64, "STRING"), List.of(column("STRING", "YWJj", "", null)), "abc", "", null);
        expect(of(HEX, "STRING"), List.of(column("STRING", "Ab\n", null)), "41620A", null);
        expect(
                call(HEX, "STRING", input(0, "BIGINT")),
                List.of(column("BIGINT", "255", "-1", null)),
                "FF",
                "FFFFFFFFFFFFFFFF",
                null);
        expect(of(UNHEX, "BYTES"), List.of(column("STRING", "41620A", "F", "xy", null)), "41620a", "0f", null, null);
        expect(
                of(MD5, "STRING"),
                List.of(abc),
                "900150983cd24fb0d6963f7d28e17f72",
                "d41d8cd98f00b204e9800998ecf8427e",
                null);
        expect(of(SHA1, "STRING"), List.of(column("STRING", "abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        expect(
                of(SHA256, "STRING"),
                List.of(column("STRING", "abc")),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        expect(
                call(CHR, "STRING", input(0, "INT")),
                List.of(column("INT", "65", "321", "-1", null)),
                "A",
                "A",
                "",
                null);
    }

    @Test
    void charComparesWithoutTrailingBlanks() {
        List<Column> columns = List.of(column("CHAR(4)", "ab  ", "ab", null), column("CHAR(4)", "ab", "abc ", "x"));
        expect(call(EQUALS, "BOOLEAN", input(0, "CHAR(4)"), input(1, "CHAR(4)")), columns, "TRUE", "FALSE", null);
        expect(call(LESS_THAN, "BOOLEAN", input(0, "CHAR(4)"), input(1, "CHAR(4)")), columns, "FALSE", "TRUE", null);
        expect(
                call(IN, "BOOLEAN", input(0, "CHAR(4)"), literal("CHAR(2)", "ab"), literal("CHAR(2)", "cd")),
                columns,
                "TRUE",
                "TRUE",
                null);
        Column varying = column("STRING", "ab  ", "ab", "é", "z");
        expect(
                call(EQUALS, "BOOLEAN", input(0, "STRING"), literal("STRING", "ab")),
                List.of(varying),
                "FALSE",
                "TRUE",
                "FALSE",
                "FALSE");
        expect(
                call(GREATER_THAN, "BOOLEAN", input(0, "STRING"), literal("STRING", "z")),
                List.of(varying),
                "FALSE",
                "FALSE",
                "TRUE",
                "FALSE");
    }
}
