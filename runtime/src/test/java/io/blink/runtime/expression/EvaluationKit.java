package io.blink.runtime.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnText;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.expression.SourcePosition;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Evaluates an expression over the same rows in every encoding and size of batch, and compares the results as text. */
public final class EvaluationKit {
    static final EvaluationContext CONTEXT = new EvaluationContext(ZoneId.of("Europe/Berlin"), 1_700_000_000_123_456L);
    private static final int FULL = Batch.TARGET_ROWS;

    private EvaluationKit() {}

    static DataType type(String sql) {
        return DataType.parse(sql);
    }

    static Expression literal(String type, String value) {
        return new Literal(value, type(type));
    }

    static Expression input(int index, String type) {
        return new InputColumn(index, type(type));
    }

    static Call call(ScalarFunction function, String type, Expression... arguments) {
        return new Call(function, List.of(arguments), type(type), new SourcePosition(3, 14));
    }

    /** A column of values in the text form of literals, {@code null} for NULL. */
    static Column column(String type, String... values) {
        ColumnBuilder builder = ColumnBuilder.of(type(type), values.length);
        for (String value : values) {
            builder.append(LiteralColumns.value(new Literal(value, type(type))), 0);
        }
        return builder.build();
    }

    /** A column of arrays of values in the text form of literals. */
    static Column nested(String type, String[][] values) {
        DataType element = type(type).element();
        ArrayColumnBuilder builder = (ArrayColumnBuilder) ColumnBuilder.of(type(type), values.length);
        for (String[] array : values) {
            if (array == null) {
                builder.appendNull();
                continue;
            }
            for (String value : array) {
                builder.elements().append(LiteralColumns.value(new Literal(value, element)), 0);
            }
            builder.endArray();
        }
        return builder.build();
    }

    static List<String> evaluate(Expression expression, Batch batch) {
        return texts(ExpressionCompiler.compile(expression, CONTEXT).evaluate(batch), expression.type());
    }

    static List<String> texts(Column column, DataType type) {
        ColumnText text = new ColumnText(type, CONTEXT.timeZone());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            texts.add(text.text(column, i));
        }
        return texts;
    }

    /** Expects the values, as {@link ColumnText} writes them, for the rows of the columns. */
    static void expect(Expression expression, List<Column> columns, String... expected) {
        List<String> values = Arrays.asList(expected);
        int rows = expected.length;
        Evaluator evaluator = ExpressionCompiler.compile(expression, CONTEXT);
        check(evaluator, expression, new Batch(rows, columns), values, "flat");
        check(evaluator, expression, new Batch(rows, dictionaries(columns)), values, "dictionary");
        check(evaluator, expression, new Batch(rows, firstAsDictionary(columns)), values, "first as dictionary");
        for (int row = 0; row < rows; row++) {
            int[] position = {row};
            List<Column> one =
                    columns.stream().map(column -> column.take(position, 0, 1)).toList();
            check(evaluator, expression, new Batch(1, one), values.subList(row, row + 1), "row " + row);
            List<Column> constants = one.stream()
                    .map(column -> (Column) new ConstantColumn(3, column))
                    .toList();
            String value = values.get(row);
            check(
                    evaluator,
                    expression,
                    new Batch(3, constants),
                    Arrays.asList(value, value, value),
                    "constant " + row);
            for (int constant = 0; constant < columns.size(); constant++) {
                checkOneConstant(evaluator, expression, columns, constant, row, values);
            }
        }
        int[] repeated = new int[FULL];
        List<String> repeatedValues = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            repeated[i] = (i * 7) % rows;
            repeatedValues.add(values.get(repeated[i]));
        }
        List<Column> full =
                columns.stream().map(column -> column.take(repeated, 0, FULL)).toList();
        check(evaluator, expression, new Batch(FULL, full), repeatedValues, "full");
        check(
                evaluator,
                expression,
                new Batch(0, columns.stream().map(column -> column.slice(0, 0)).toList()),
                List.of(),
                "empty");
    }

    /** One column constant and the others flat: only rows equal in that column can be compared. */
    private static void checkOneConstant(
            Evaluator evaluator,
            Expression expression,
            List<Column> columns,
            int constant,
            int row,
            List<String> values) {
        int[] twice = {row, row};
        List<Column> mixed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            mixed.add(
                    i == constant
                            ? new ConstantColumn(2, columns.get(i).take(new int[] {row}, 0, 1))
                            : columns.get(i).take(twice, 0, 2));
        }
        String value = values.get(row);
        check(evaluator, expression, new Batch(2, mixed), Arrays.asList(value, value), "constant column " + constant);
    }

    private static void check(
            Evaluator evaluator, Expression expression, Batch batch, List<String> expected, String what) {
        Column result = evaluator.evaluate(batch);
        assertThat(result.size()).as(expression + ", " + what).isEqualTo(batch.rowCount());
        assertThat(result.physicalType())
                .as(expression + ", " + what)
                .isEqualTo(expression.type().physicalType());
        assertThat(texts(result, expression.type()))
                .as(expression + ", " + what)
                .isEqualTo(expected);
    }

    private static List<Column> dictionaries(List<Column> columns) {
        return columns.stream().map(EvaluationKit::dictionary).toList();
    }

    private static List<Column> firstAsDictionary(List<Column> columns) {
        List<Column> encoded = new ArrayList<>(columns);
        if (!encoded.isEmpty()) {
            encoded.set(0, dictionary(encoded.get(0)));
        }
        return encoded;
    }

    /** The values in reverse order as dictionary, with ids that turn them round again. */
    static Column dictionary(Column column) {
        int[] reversed = new int[column.size()];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = reversed.length - 1 - i;
        }
        return new DictionaryColumn(column.size(), reversed, column.take(reversed, 0, reversed.length));
    }
}
