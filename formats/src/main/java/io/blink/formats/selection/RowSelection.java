package io.blink.formats.selection;

import io.blink.core.column.Column;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies those filters of a request that cannot fail, whatever the values: comparisons of columns with literals and with each other, and key filters. A filter that can fail may
 * be guarded by another one that the reader does not know. One test after the other narrows the rows, each reads only what those before it left; the order follows what they are
 * worth. What leaves hardly anything out is given up, but not the filters of a strict request. One thread at a time.
 */
public final class RowSelection {
    /** Batches between two looks at what tests are worth. */
    private static final int BATCHES_IN_ORDER = 8;

    /** Reads columns of the next rows; each of them once. */
    public interface Source {
        Column read(int column, int rows) throws IOException;

        /** Of the next rows those at {@code positions[0 .. count)}. */
        Column read(int column, int rows, int[] positions, int count) throws IOException;
    }

    private final List<RowTest> tests = new ArrayList<>();
    private int[] positions = new int[0];
    private int[] passing = new int[0];
    private int batchesLeft = BATCHES_IN_ORDER;
    private long rowsFiltered;
    private long rowsKeyFiltered;

    private RowSelection(ReadRequest request) {
        request.keyFilters().forEach(filter -> tests.add(RowTest.of(filter)));
        if (request.predicates() != null) {
            conjunctsByColumns(request).forEach((columns, conjuncts) -> tests.add(test(request, columns, conjuncts)));
        }
    }

    public static RowSelection of(ReadRequest request) {
        return new RowSelection(request);
    }

    /** Filters on the same columns are tested together. */
    private static Map<List<Integer>, List<Expression>> conjunctsByColumns(ReadRequest request) {
        Map<List<Integer>, List<Expression>> conjuncts = new LinkedHashMap<>();
        request.filters().stream().filter(RowSelection::applies).forEach(filter -> {
            List<Integer> columns = new ArrayList<>();
            Expression overColumns = overColumns(filter, columns);
            conjuncts.computeIfAbsent(columns, key -> new ArrayList<>()).add(overColumns);
        });
        return conjuncts;
    }

    private static RowTest test(ReadRequest request, List<Integer> columns, List<Expression> conjuncts) {
        return RowTest.of(
                columns.stream().mapToInt(Integer::intValue).toArray(), request.test(conjuncts), request.strict());
    }

    /** Whether a filter is of the kind that is applied to rows. */
    public static boolean applies(Expression filter) {
        List<Integer> columns = new ArrayList<>();
        if (!cannotFail(filter)) {
            return false;
        }
        overColumns(filter, columns);
        return !columns.isEmpty();
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

    /** Indexes of the request's columns that the tests need. */
    public Set<Integer> columns() {
        Set<Integer> columns = new HashSet<>();
        tests.forEach(test -> Arrays.stream(test.columns()).forEach(columns::add));
        return columns;
    }

    /** Whether there is anything to apply. */
    public boolean isActive() {
        return !tests.isEmpty();
    }

    /**
     * Selects among the next {@code rows} rows; returns how many pass, which are the first of {@link #positions}.
     *
     * @param read by index of the request's columns, all {@code null} at first; set to the values that the rows that pass have in the columns that were needed
     */
    public int select(Source source, Column[] read, int rows) throws IOException {
        reserve(rows);
        int left = rows;
        for (int i = 0; i < tests.size() && left > 0; i++) {
            RowTest test = tests.get(i);
            long begin = System.nanoTime();
            for (int column : test.columns()) {
                if (read[column] == null) {
                    read[column] =
                            left == rows ? source.read(column, rows) : source.read(column, rows, positions, left);
                }
            }
            int passed = test.select(read, left, passing);
            test.spent(System.nanoTime() - begin);
            if (passed < left) {
                rowsFiltered += test.isOfKeys() ? 0 : left - passed;
                rowsKeyFiltered += test.isOfKeys() ? left - passed : 0;
                narrow(read, left == rows, passed);
                left = passed;
            }
        }
        reorder();
        return left;
    }

    private void reserve(int rows) {
        if (positions.length < rows) {
            positions = new int[rows];
            passing = new int[rows];
        }
    }

    /** Keeps of the rows those that {@link #passing} names by their places among them. */
    private void narrow(Column[] read, boolean all, int passed) {
        for (int i = 0; i < read.length; i++) {
            if (read[i] != null) {
                read[i] = read[i].take(passing, 0, passed);
            }
        }
        if (all) {
            int[] before = positions;
            positions = passing;
            passing = before;
            return;
        }
        for (int i = 0; i < passed; i++) {
            positions[i] = positions[passing[i]];
        }
    }

    private void reorder() {
        if (--batchesLeft > 0) {
            return;
        }
        batchesLeft = BATCHES_IN_ORDER;
        tests.removeIf(RowTest::isIdle);
        if (tests.size() > 1) {
            tests.sort(Comparator.comparingDouble(RowTest::worth).reversed());
            tests.forEach(RowTest::age);
        }
    }

    /** Rows that failed a filter of the request. */
    public long rowsFiltered() {
        return rowsFiltered;
    }

    /** Rows that passed those, and failed a key filter, in whatever order they were tested. */
    public long rowsKeyFiltered() {
        return rowsKeyFiltered;
    }

    /** Where the rows that passed stood, if not all did; valid until the next {@link #select}. */
    public int[] positions() {
        return positions;
    }

    /** The next rows come from another row group. */
    public void endRowGroup() {
        tests.forEach(RowTest::endRowGroup);
    }
}
