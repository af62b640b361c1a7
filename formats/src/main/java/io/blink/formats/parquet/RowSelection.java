package io.blink.formats.parquet;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.KeySelection;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Applies those filters of a request that cannot fail, whatever the values: comparisons of columns with literals and with each other, and key filters. A filter that can fail may
 * be guarded by another one that the reader does not know. What leaves hardly anything out is given up. One thread at a time.
 */
final class RowSelection {
    /** Rows after which it is known whether the conditions leave anything out. */
    private static final long TRIAL_ROWS = 1 << 16;

    private final List<Integer> conditionColumns = new ArrayList<>();
    private final List<KeySelection> keys;
    /** {@code null}: there is none, or it has been given up. */
    private RowPredicate condition;

    /** Of the request, those that {@link #select} needs. */
    private int[] columns;

    private int[] positions = new int[0];
    private long rowsSeen;
    private long rowsPassed;

    private RowSelection(ReadRequest request) {
        keys = new ArrayList<>(
                request.keyFilters().stream().map(KeySelection::new).toList());
        condition = condition(request);
        columns = neededColumns();
    }

    static RowSelection of(ReadRequest request) {
        return new RowSelection(request);
    }

    private RowPredicate condition(ReadRequest request) {
        List<Expression> safe =
                request.filters().stream().filter(RowSelection::cannotFail).toList();
        if (request.predicates() == null || safe.isEmpty()) {
            return null;
        }
        List<Expression> conjuncts = safe.stream()
                .map(filter -> overColumns(filter, conditionColumns))
                .toList();
        DataType truth = DataType.of(TypeKind.BOOLEAN);
        return request.predicates()
                .compile(conjuncts.size() == 1 ? conjuncts.get(0) : new Call(ScalarFunction.AND, conjuncts, truth));
    }

    private int[] neededColumns() {
        Stream<Integer> ofKeys = keys.stream().map(key -> key.filter().column());
        return Stream.concat(condition == null ? Stream.of() : conditionColumns.stream(), ofKeys)
                .mapToInt(Integer::intValue)
                .distinct()
                .toArray();
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

    /** Whether there is anything to apply. */
    boolean isActive() {
        return condition != null || !keys.isEmpty();
    }

    /** Selects among {@code rows} rows; returns how many pass, which are the first of {@link #positions}. @param read by index of the request's columns */
    int select(Column[] read, int rows) {
        positions = positions.length < rows ? new int[rows] : positions;
        int passed = condition == null ? all(rows) : selectByCondition(read, rows);
        for (KeySelection key : keys) {
            passed = passed == 0 ? 0 : key.select(read[key.filter().column()], positions, passed);
        }
        giveUpIdle();
        return passed;
    }

    private int all(int rows) {
        for (int i = 0; i < rows; i++) {
            positions[i] = i;
        }
        return rows;
    }

    private int selectByCondition(Column[] read, int rows) {
        List<Column> values = new ArrayList<>(conditionColumns.size());
        for (int index : conditionColumns) {
            values.add(read[index]);
        }
        int passed = condition.select(new Batch(rows, values), positions);
        rowsSeen += rows;
        rowsPassed += passed;
        return passed;
    }

    /** Gives up what leaves hardly anything out. */
    private void giveUpIdle() {
        boolean idle = condition != null && rowsSeen >= TRIAL_ROWS && rowsPassed > rowsSeen - (rowsSeen >> 3);
        if (idle) {
            condition = null;
        }
        if (keys.removeIf(KeySelection::passesMost) || idle) {
            columns = neededColumns();
        }
    }

    /** Where the rows that passed stood; valid until the next {@link #select}. */
    int[] positions() {
        return positions;
    }
}
