package io.blink.runtime.expression;

import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionCompilerTest {
    private static final Column TRUTHS =
            column("BOOLEAN", "true", "true", "true", "false", "false", "false", null, null, null);
    private static final Column OTHERS =
            column("BOOLEAN", "true", "false", null, "true", "false", null, "true", "false", null);

    @Test
    void andOrAreThreeValued() {
        Expression left = input(0, "BOOLEAN");
        Expression right = input(1, "BOOLEAN");
        List<Column> columns = List.of(TRUTHS, OTHERS);
        expect(
                call(ScalarFunction.AND, "BOOLEAN", left, right),
                columns,
                "TRUE",
                "FALSE",
                null,
                "FALSE",
                "FALSE",
                "FALSE",
                null,
                "FALSE",
                null);
        expect(
                call(ScalarFunction.OR, "BOOLEAN", left, right),
                columns,
                "TRUE",
                "TRUE",
                "TRUE",
                "TRUE",
                "FALSE",
                null,
                "TRUE",
                null,
                null);
        expect(
                call(ScalarFunction.NOT, "BOOLEAN", left),
                List.of(column("BOOLEAN", "true", "false", null)),
                "FALSE",
                "TRUE",
                null);
    }

    @Test
    void testsOfTruthAreNeverNull() {
        List<Column> columns = List.of(column("BOOLEAN", "true", "false", null));
        Expression value = input(0, "BOOLEAN");
        expect(call(ScalarFunction.IS_TRUE, "BOOLEAN NOT NULL", value), columns, "TRUE", "FALSE", "FALSE");
        expect(call(ScalarFunction.IS_NOT_TRUE, "BOOLEAN NOT NULL", value), columns, "FALSE", "TRUE", "TRUE");
        expect(call(ScalarFunction.IS_FALSE, "BOOLEAN NOT NULL", value), columns, "FALSE", "TRUE", "FALSE");
        expect(call(ScalarFunction.IS_NOT_FALSE, "BOOLEAN NOT NULL", value), columns, "TRUE", "FALSE", "TRUE");
        expect(call(ScalarFunction.IS_NULL, "BOOLEAN NOT NULL", value), columns, "FALSE", "FALSE", "TRUE");
        expect(call(ScalarFunction.IS_NOT_NULL, "BOOLEAN NOT NULL", value), columns, "TRUE", "TRUE", "FALSE");
    }

    @Test
    void caseEvaluatesABranchOnlyWhereItIsTaken() {
        Expression divisor = input(0, "INT");
        Expression guarded = call(
                ScalarFunction.CASE,
                "INT",
                call(ScalarFunction.EQUALS, "BOOLEAN", divisor, literal("INT", "0")),
                literal("INT", "-1"),
                call(ScalarFunction.DIVIDE, "INT", literal("INT", "100"), divisor));
        expect(guarded, List.of(column("INT", "0", "5", null, "0", "7")), "-1", "20", null, "-1", "14");
    }

    @Test
    void aGuardBeforeAndProtectsWhatComesAfter() {
        Expression divisor = input(0, "INT");
        Expression guard = call(ScalarFunction.NOT_EQUALS, "BOOLEAN", divisor, literal("INT", "0"));
        Expression quotient = call(ScalarFunction.DIVIDE, "INT", literal("INT", "100"), divisor);
        Expression large = call(ScalarFunction.GREATER_THAN, "BOOLEAN", quotient, literal("INT", "15"));
        List<Column> columns = List.of(column("INT", "0", "5", null, "0", "7"));
        expect(call(ScalarFunction.AND, "BOOLEAN", guard, large), columns, "FALSE", "TRUE", null, "FALSE", "FALSE");
        RowSelector selector = ExpressionCompiler.compilePredicate(
                call(ScalarFunction.AND, "BOOLEAN", guard, large), EvaluationKit.CONTEXT);
        int[] positions = new int[5];
        assertThat(selector.select(new Batch(columns), positions)).isEqualTo(1);
        assertThat(positions[0]).isEqualTo(1);
    }

    @Test
    void aFailingDictionaryEntryThatNoRowUsesDoesNotFailTheQuery() {
        Column dictionary = column("STRING", "12", "no number", "7");
        Column column = new DictionaryColumn(4, new int[] {0, 2, 2, 0}, dictionary);
        Expression number = call(ScalarFunction.CAST, "INT", input(0, "STRING"));
        assertThat(EvaluationKit.evaluate(number, new Batch(List.of(column)))).containsExactly("12", "7", "7", "12");
        Column failing = new DictionaryColumn(2, new int[] {0, 1}, dictionary);
        assertThatThrownBy(() -> EvaluationKit.evaluate(number, new Batch(List.of(failing))))
                .hasMessageContaining("'no number' from STRING to INT at line 3, column 14");
    }

    @Test
    void aLongDictionaryIsEvaluatedOnceEnoughRowsHaveCome() {
        String[] words = new String[50];
        for (int i = 0; i < words.length; i++) {
            words[i] = "w" + i;
        }
        Column dictionary = column("STRING", words);
        Evaluator evaluator = ExpressionCompiler.compile(
                call(ScalarFunction.UPPER, "STRING", input(0, "STRING")), EvaluationKit.CONTEXT);
        for (int batch = 0; batch < 10; batch++) {
            Column column = new DictionaryColumn(10, new int[] {0, 9, 8, 7, 6, 5, 4, 3, 2, 1}, dictionary);
            Column result = evaluator.evaluate(new Batch(List.of(column)));
            assertThat(result instanceof DictionaryColumn).as("batch %d", batch).isEqualTo(batch >= 4);
            assertThat(EvaluationKit.texts(result, EvaluationKit.type("STRING")))
                    .startsWith("W0", "W9")
                    .hasSize(10);
        }
    }

    @Test
    void longDictionariesThatTakeTurnsAreEvaluatedOnceEach() {
        String[] words = new String[50];
        for (int i = 0; i < words.length - 1; i++) {
            words[i] = "a&id=" + i;
        }
        List<Column> dictionaries = List.of(column("STRING", words), column("STRING", words));
        Expression pattern = call(ScalarFunction.CAST, "STRING", literal("CHAR(12)", "(&|^)id=(.*)"));
        Evaluator evaluator = ExpressionCompiler.compile(
                call(
                        ScalarFunction.REGEXP_EXTRACT,
                        "STRING",
                        input(0, "STRING"),
                        pattern,
                        call(ScalarFunction.CAST, "INT", literal("BIGINT", "2"))),
                EvaluationKit.CONTEXT);
        for (int batch = 0; batch < 20; batch++) {
            Column column =
                    new DictionaryColumn(10, new int[] {49, 9, 8, 7, 6, 5, 4, 3, 2, 1}, dictionaries.get(batch % 2));
            Column result = evaluator.evaluate(new Batch(List.of(column)));
            assertThat(result instanceof DictionaryColumn).as("batch %d", batch).isEqualTo(batch >= 8);
            assertThat(EvaluationKit.texts(result, EvaluationKit.type("STRING")))
                    .startsWith(null, "9")
                    .hasSize(10);
        }
    }

    @Test
    void functionsOfADictionaryKeepIt() {
        Column column = new DictionaryColumn(4, new int[] {0, 1, 1, 0}, column("BIGINT", "1", "2"));
        Expression sum = call(ScalarFunction.ADD, "BIGINT", input(0, "BIGINT"), literal("BIGINT", "10"));
        Evaluator evaluator = ExpressionCompiler.compile(sum, EvaluationKit.CONTEXT);
        Column first = evaluator.evaluate(new Batch(List.of(column)));
        Column second = evaluator.evaluate(new Batch(List.of(column.slice(1, 2))));
        assertThat(first).isInstanceOf(DictionaryColumn.class);
        assertThat(((DictionaryColumn) second).dictionary()).isSameAs(((DictionaryColumn) first).dictionary());
    }

    @Test
    void conditionals() {
        List<Column> columns = List.of(column("BIGINT", "1", null, "3", null), column("BIGINT", "10", "20", "3", null));
        Expression left = input(0, "BIGINT");
        Expression right = input(1, "BIGINT");
        expect(
                call(ScalarFunction.COALESCE, "BIGINT", left, right, literal("BIGINT", "-1")),
                columns,
                "1",
                "20",
                "3",
                "-1");
        expect(call(ScalarFunction.NULLIF, "BIGINT", right, left), columns, "10", "20", null, null);
        expect(
                call(ScalarFunction.IF, "BIGINT", call(ScalarFunction.IS_NULL, "BOOLEAN", left), right, left),
                columns,
                "1",
                "20",
                "3",
                null);
        expect(
                call(ScalarFunction.GREATEST, "BIGINT", left, right, literal("BIGINT", "5")),
                columns,
                "10",
                null,
                "5",
                null);
        expect(
                call(ScalarFunction.LEAST, "BIGINT", left, right, literal("BIGINT", "5")),
                columns,
                "1",
                null,
                "3",
                null);
        expect(
                call(
                        ScalarFunction.CASE,
                        "STRING",
                        call(ScalarFunction.EQUALS, "BOOLEAN", left, literal("BIGINT", "1")),
                        literal("CHAR(3)", "one"),
                        call(ScalarFunction.EQUALS, "BOOLEAN", left, literal("BIGINT", "3")),
                        literal("CHAR(5)", "three")),
                columns,
                "one",
                null,
                "three",
                null);
    }

    @Test
    void stringsOfSeveralBranchesAreMerged() {
        List<Column> columns =
                List.of(column("STRING", "a", null, "ccc", "dd", null), column("STRING", "x", "yy", null, "", null));
        Expression left = input(0, "STRING");
        Expression right = input(1, "STRING");
        expect(
                call(ScalarFunction.COALESCE, "STRING", left, right, literal("STRING", "none")),
                columns,
                "a",
                "yy",
                "ccc",
                "dd",
                "none");
        expect(
                call(
                        ScalarFunction.CASE,
                        "STRING",
                        call(ScalarFunction.EQUALS, "BOOLEAN", left, literal("STRING", "a")),
                        right,
                        call(ScalarFunction.IS_NULL, "BOOLEAN", left),
                        literal("STRING", "nil"),
                        left),
                columns,
                "x",
                "nil",
                "ccc",
                "dd",
                "nil");
        expect(
                call(ScalarFunction.IF, "STRING", call(ScalarFunction.IS_NULL, "BOOLEAN", right), left, right),
                columns,
                "x",
                "yy",
                "ccc",
                "",
                null);
    }

    @Test
    void decimalsAndTimestampsOfSeveralBranchesAreMerged() {
        for (String type :
                List.of("DECIMAL(30, 0)", "TIMESTAMP(9)", "TINYINT", "SMALLINT", "INT", "FLOAT", "DOUBLE", "DATE")) {
            Column left = column(type, "1", null, "3", null);
            Column right = column(type, "5", "6", "7", null);
            Expression merged = call(ScalarFunction.COALESCE, type, input(0, type), input(1, type));
            expect(
                    merged,
                    List.of(left, right),
                    EvaluationKit.texts(column(type, "1", "6", "3", null), EvaluationKit.type(type))
                            .toArray(String[]::new));
        }
    }

    @Test
    void membershipIsUnknownBesideANull() {
        List<Column> columns = List.of(column("INT", "1", "2", null));
        Expression value = input(0, "INT");
        expect(
                call(ScalarFunction.IN, "BOOLEAN", value, literal("INT", "1"), literal("INT", "9")),
                columns,
                "TRUE",
                "FALSE",
                null);
        expect(
                call(ScalarFunction.IN, "BOOLEAN", value, literal("INT", "1"), literal("INT", null)),
                columns,
                "TRUE",
                null,
                null);
        expect(
                call(ScalarFunction.NOT_IN, "BOOLEAN", value, literal("INT", "1"), literal("INT", null)),
                columns,
                "FALSE",
                null,
                null);
        Expression many = call(
                ScalarFunction.IN,
                "BOOLEAN",
                value,
                literal("INT", "2"),
                literal("INT", "3"),
                literal("INT", "4"),
                literal("INT", "5"),
                literal("INT", "6"),
                literal("INT", "7"),
                literal("INT", "8"));
        expect(many, columns, "FALSE", "TRUE", null);
        Expression text = call(
                ScalarFunction.IN, "BOOLEAN", input(0, "STRING"), literal("CHAR(1)", "a"), literal("CHAR(2)", "bc"));
        expect(text, List.of(column("STRING", "a", "b", "bc", "", null)), "TRUE", "FALSE", "TRUE", "FALSE", null);
    }

    @Test
    void rangesAreClosed() {
        List<Column> columns = List.of(column("DATE", "9", "10", "15", "20", "21", null));
        Expression value = input(0, "DATE");
        expect(
                call(ScalarFunction.BETWEEN, "BOOLEAN", value, literal("DATE", "10"), literal("DATE", "20")),
                columns,
                "FALSE",
                "TRUE",
                "TRUE",
                "TRUE",
                "FALSE",
                null);
        expect(
                call(ScalarFunction.BETWEEN, "BOOLEAN", value, literal("DATE", null), literal("DATE", "20")),
                columns,
                null,
                null,
                null,
                null,
                "FALSE",
                null);
    }
}
