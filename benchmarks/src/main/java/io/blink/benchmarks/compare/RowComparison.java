package io.blink.benchmarks.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The rule: the columns that a query orders by hold the same values row by row; the rows are the same ones whatever their order; of rows that tie at a LIMIT any
 * will do that the query without the LIMIT has. Values are compared as {@link ColumnKind} says.
 */
public final class RowComparison {
    private final ResultRows expected;
    private final List<ColumnKind> kinds;
    private final List<Integer> orderedColumns;
    private final Optional<Supplier<ResultRows>> unlimited;

    /** @param unlimited gives the oracle's rows without the LIMIT; asked only when rows differ; empty for a query without one */
    public RowComparison(ResultRows expected, List<Integer> orderedColumns, Optional<Supplier<ResultRows>> unlimited) {
        this.expected = expected;
        this.kinds = expected.types().stream().map(ColumnKind::of).toList();
        this.orderedColumns = List.copyOf(orderedColumns);
        this.unlimited = unlimited;
    }

    public Verdict compare(ResultRows actual) {
        if (actual.names().size() != expected.names().size()) {
            return different(actual.names().size() + " columns instead of "
                    + expected.names().size());
        }
        if (actual.rows().size() != expected.rows().size()) {
            return different(
                    actual.rows().size() + " rows instead of " + expected.rows().size());
        }
        Optional<Verdict> misplaced = misplaced(actual);
        if (misplaced.isPresent()) {
            return misplaced.get();
        }
        Optional<List<String>> missing = unmatched(expected.rows(), actual.rows());
        if (missing.isPresent() && unlimited.isPresent() && !everyColumnOrders()) {
            missing = unmatched(unlimited.get().get().rows(), actual.rows());
        }
        return missing.<Verdict>map(row -> different("the row " + row + " is not in DuckDB's result"))
                .orElse(Verdict.SAME);
    }

    private boolean everyColumnOrders() {
        return orderedColumns.stream().distinct().count() == expected.names().size();
    }

    private Optional<Verdict> misplaced(ResultRows actual) {
        for (int row = 0; row < expected.rows().size(); row++) {
            for (int column : orderedColumns) {
                String wanted = expected.rows().get(row).get(column);
                String found = actual.rows().get(row).get(column);
                if (!kinds.get(column).same(wanted, found)) {
                    return Optional.of(different("row " + (row + 1) + " has " + found + " in "
                            + expected.names().get(column) + " instead of " + wanted));
                }
            }
        }
        return Optional.empty();
    }

    /** The first row that none of {@code candidates} matches; each matches one row. */
    private Optional<List<String>> unmatched(List<List<String>> candidates, List<List<String>> rows) {
        Map<String, List<List<String>>> open = new HashMap<>();
        for (List<String> candidate : candidates) {
            open.computeIfAbsent(exactPart(candidate), key -> new ArrayList<>()).add(candidate);
        }
        for (List<String> row : rows) {
            List<List<String>> alike = open.getOrDefault(exactPart(row), List.of());
            int match = match(alike, row);
            if (match < 0) {
                return Optional.of(row);
            }
            alike.remove(match);
        }
        return Optional.empty();
    }

    private int match(List<List<String>> candidates, List<String> row) {
        return IntStream.range(0, candidates.size())
                .filter(i -> same(candidates.get(i), row))
                .findFirst()
                .orElse(-1);
    }

    private boolean same(List<String> wanted, List<String> found) {
        return wanted.size() == found.size()
                && IntStream.range(0, wanted.size())
                        .allMatch(column -> kinds.get(column).same(wanted.get(column), found.get(column)));
    }

    private String exactPart(List<String> row) {
        StringBuilder key = new StringBuilder();
        for (int column = 0; column < row.size() && column < kinds.size(); column++) {
            key.append(kinds.get(column).canonical(row.get(column))).append('\u0000');
        }
        return key.toString();
    }

    private static Verdict different(String reason) {
        return new Verdict.Different(reason);
    }
}
