package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies those filters of a request that cannot fail, whatever the values: comparisons of columns with literals and with each other. A filter that can fail may be
 * guarded by another one that the reader does not know. One thread at a time.
 */
final class RowSelection {
    /** Rows after which it is known whether the filters leave anything out. */
    private static final long TRIAL_ROWS = 1 << 16;

    private final int[] columns;
    private final RowPredicate predicate;
    private int[] positions = new int[0];
    private long rowsSeen;
    private long rowsPassed;

    private RowSelection(List<Integer> columns, RowPredicate predicate) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.predicate = predicate;
    }

    /** {@code null} if there is nothing to apply. */
    static RowSelection of(ReadRequest request) {
        List<Expression> safe =
                request.filters().stream().filter(RowSelection::cannotFail).toList();
        if (request.predicates() == null || safe.isEmpty()) {
            return null;
        }
        List<Integer> columns = new ArrayList<>();
        List<Expression> conditions =
                safe.stream().map(filter -> overColumns(filter, columns)).toList();
        DataType truth = DataType.of(TypeKind.BOOLEAN);
        Expression condition =
                conditions.size() == 1 ? conditions.get(0) : new Call(ScalarFunction.AND, conditions, truth);
        return new RowSelection(columns, request.predicates().compile(condition));
    }

    private static boolean cannotFail(Expression filter) {
        if (!(filter instanceof Call call)) {
            return false;
        }
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case AND, OR, NOT -> arguments.stream().allMatch(RowSelection::cannotFail);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_OR_EQUAL,
                    BETWEEN,
                    IN,
                    NOT_IN,
                    IS_NULL,
                    IS_NOT_NULL ->
                arguments.stream()
                        .allMatch(argument -> isValue(argument, arguments.get(0).type()));
            default -> false;
        };
    }

    /** Whether it is a column or a literal that is compared without a conversion between kinds. */
    private static boolean isValue(Expression argument, DataType type) {
        TypeKind kind = argument.type().kind();
        boolean alike =
                kind == type.kind() || (kind.isCharacter() && type.kind().isCharacter());
        return alike && (argument instanceof InputColumn || argument instanceof Literal);
    }

    /** The filter over a batch of the columns that it needs, which are added to {@code columns}. */
    private static Expression overColumns(Expression filter, List<Integer> columns) {
        if (filter instanceof InputColumn input) {
            if (!columns.contains(input.index())) {
                columns.add(input.index());
            }
            return new InputColumn(columns.indexOf(input.index()), input.type());
        }
        return filter instanceof Call call
                ? new Call(
                        call.function(),
                        call.arguments().stream()
                                .map(argument -> overColumns(argument, columns))
                                .toList(),
                        call.type(),
                        call.position())
                : filter;
    }

    /** Indexes of the request's columns that {@link #select} needs. */
    int[] columns() {
        return columns;
    }

    /** Whether so few rows have been left out that it is not worth going on. */
    boolean passesMost() {
        return rowsSeen >= TRIAL_ROWS && rowsPassed > rowsSeen - (rowsSeen >> 3);
    }

    /** Selects among {@code rows} rows; returns how many pass, which are the first of {@link #positions}. @param read by index of the request's columns */
    int select(Column[] read, int rows) {
        List<Column> values = new ArrayList<>(columns.length);
        for (int index : columns) {
            values.add(read[index]);
        }
        positions = positions.length < rows ? new int[rows] : positions;
        int passed = predicate.select(new Batch(rows, values), positions);
        rowsSeen += rows;
        rowsPassed += passed;
        return passed;
    }

    /** Where the rows that passed stood; valid until the next {@link #select}. */
    int[] positions() {
        return positions;
    }
}
