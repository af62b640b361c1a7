package io.blink.sql.join;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is thought of a relation's rows. */
public record Estimate(double rows, List<ColumnEstimate> columns) {
    /**
     * @param distinct different values that the column's table has, whatever filters on other columns took away; NaN: unknown
     * @param tableRows of the table that the column comes from, before any filter; NaN: unknown
     * @param nulls share of rows that are NULL
     */
    public record ColumnEstimate(double distinct, double tableRows, ValueRange range, double nulls) {
        static final ColumnEstimate UNKNOWN = new ColumnEstimate(Double.NaN, Double.NaN, ValueRange.UNKNOWN, 0);

        /** Whether as good as each row of the table has a value of its own. */
        boolean isTableKey() {
            return tableRows > 1 && distinct >= tableRows * KeyMatch.KEY_SHARE;
        }

        boolean knowsDistinct() {
            return !Double.isNaN(distinct);
        }

        KeyMatch.Side in(double rows) {
            return new KeyMatch.Side(rows, distinct, tableRows, range);
        }
    }

    public Estimate {
        rows = Math.max(1, rows);
        columns = List.copyOf(columns);
    }

    static Estimate unknownColumns(double rows, int columns) {
        return new Estimate(rows, Collections.nCopies(columns, ColumnEstimate.UNKNOWN));
    }

    Estimate withRows(double newRows) {
        return new Estimate(newRows, columns);
    }

    /** The side of an outer join that is NULL for those of {@code kept} rows of the other that find none of the {@code pairs}. */
    Estimate filledUp(double kept, double pairs) {
        return new Estimate(
                rows,
                columns.stream()
                        .map(column -> new ColumnEstimate(
                                column.distinct(),
                                column.tableRows(),
                                column.range(),
                                KeyMatch.nullsOfOuterJoin(column.nulls(), kept, pairs)))
                        .toList());
    }

    /** The columns of both, side by side. */
    Estimate and(Estimate right, double newRows) {
        List<ColumnEstimate> both = new ArrayList<>(columns);
        both.addAll(right.columns);
        return new Estimate(newRows, both);
    }

    /** Distinct values that are left of a column, or NaN. */
    double distinctNow(int column) {
        return Math.min(columns.get(column).distinct(), rows);
    }
}
