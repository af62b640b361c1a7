package io.blink.sql.physical.node;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.join.KeyMatch;
import io.blink.sql.join.ValueRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node is thought to emit. Guesses all of them; they choose between plans that are equally right.
 *
 * @param known whether the row count goes back to statistics of every table below
 */
public record Estimate(double rows, List<ColumnEstimate> columns, boolean known) {
    /** Assumed of a table without statistics: large, so that nobody sends it to every task. */
    public static final double UNKNOWN_ROWS = 10_000_000;

    private static final int STRING_BYTES = 20;
    private static final int NESTED_BYTES = 64;
    private static final int LONG_BYTES = 8;

    /**
     * @param distinct values that the column's table has, but for conditions on the column itself: two sides of a join are compared by it; NaN: unknown
     * @param tableRows of the column's table, a bound of it
     * @param bytes of one value
     * @param nulls share of rows that are NULL
     */
    public record ColumnEstimate(double distinct, double tableRows, double bytes, ValueRange range, double nulls) {
        public ColumnEstimate(double distinct, double tableRows, double bytes) {
            this(distinct, tableRows, bytes, ValueRange.UNKNOWN, 0);
        }

        /** Whether as good as each row of the table has a value of its own. */
        public boolean isTableKey() {
            return tableRows > 1 && distinct >= tableRows * KeyMatch.KEY_SHARE;
        }

        /** With at most so many values, none of them NULL, in a range; the same if the range is empty. */
        ColumnEstimate narrowed(double values, ValueRange newRange) {
            double fewer = Double.isNaN(distinct) ? values : Math.min(distinct, values);
            boolean possible = !newRange.isKnown() || newRange.least() <= newRange.greatest();
            return possible ? new ColumnEstimate(fewer, tableRows, bytes, newRange, 0) : this;
        }

        public KeyMatch.Side in(double rows) {
            return new KeyMatch.Side(rows, distinct, tableRows, range);
        }
    }

    public Estimate {
        rows = Math.max(rows, 0);
        columns = List.copyOf(columns);
    }

    public static Estimate ofTypes(double rows, List<Field> fields, boolean known) {
        return new Estimate(
                rows,
                fields.stream()
                        .map(field -> new ColumnEstimate(Double.NaN, rows, width(field.type())))
                        .toList(),
                known);
    }

    public double rowBytes() {
        double bytes = 1;
        for (ColumnEstimate column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    public double bytes() {
        return rows * rowBytes();
    }

    /** Distinct values of a column, or a guess. */
    public double distinct(int column) {
        double distinct = columns.get(column).distinct();
        return Double.isNaN(distinct) ? rows : Math.max(1, Math.min(distinct, rows));
    }

    public boolean knowsDistinct(int column) {
        return !Double.isNaN(columns.get(column).distinct());
    }

    public Estimate withRows(double newRows) {
        return new Estimate(newRows, columns, known);
    }

    public Estimate withColumns(List<ColumnEstimate> newColumns) {
        return new Estimate(rows, newColumns, known);
    }

    /** The side of an outer join that is NULL for those of {@code kept} rows of the other that find none of the {@code pairs}. */
    public Estimate filledUp(double kept, double pairs) {
        return withColumns(columns.stream()
                .map(column -> new ColumnEstimate(
                        column.distinct(),
                        column.tableRows(),
                        column.bytes(),
                        column.range(),
                        KeyMatch.nullsOfOuterJoin(column.nulls(), kept, pairs)))
                .toList());
    }

    public Estimate and(Estimate right, double newRows) {
        List<ColumnEstimate> both = new ArrayList<>(columns);
        both.addAll(right.columns);
        return new Estimate(newRows, both, known && right.known);
    }

    public static double width(DataType type) {
        return switch (type.physicalType()) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, FLOAT -> 4;
            case LONG, DOUBLE -> LONG_BYTES;
            case DECIMAL128, TIMESTAMP_NANOS -> 2 * LONG_BYTES;
            case BYTES ->
                type.precision() == DataType.UNBOUNDED ? STRING_BYTES : Math.min(STRING_BYTES, type.precision()) + 4;
            case ARRAY, MAP, ROW -> NESTED_BYTES;
        };
    }
}
