package io.blink.sql.join;

/**
 * What share of all pairs of rows an equality of two columns lets through. The values of the side with fewer of them are taken to be among the other's, as
 * a foreign key's are, where the ranges of both overlap. A side with fewer rows than values in the overlap is taken to lie inside it: who filters a table
 * of days asks for days that there are rows of.
 */
public final class KeyMatch {
    private static final double UNKNOWN = 0.05;

    private static final double LEAST = 1e-12;

    /** Who writes an outer join expects rows without a match. */
    private static final double LEAST_UNMATCHED = 0.05;

    /** From this share of distinct values on a column is taken for a key of its table. */
    public static final double KEY_SHARE = 0.95;

    /**
     * One column.
     *
     * @param rows of its relation now
     * @param distinct values of its table, or NaN
     * @param tableRows of its table before any filter, or NaN
     */
    public record Side(double rows, double distinct, double tableRows, ValueRange range) {
        public boolean isKnown() {
            return !Double.isNaN(distinct);
        }
    }

    private KeyMatch() {}

    public static double selectivity(Side left, Side right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Math.max(LEAST, 1 / assumedKeys(left, right));
        }
        double leftWithin = within(left, right);
        double rightWithin = within(right, left);
        double domain = Math.max(1, Math.max(leftWithin, rightWithin));
        return Math.max(LEAST, share(left, leftWithin) * share(right, rightWithin) / domain);
    }

    /** What several columns that together are a key of the larger table let through: a lower bound for a join on more than one column. */
    public static double leastOfKey(Side left, Side right) {
        double rows = Math.max(left.tableRows(), right.tableRows());
        return Double.isNaN(rows) ? 0 : 1 / Math.max(1, rows);
    }

    /** The share of NULLs in a column whose table an outer join fills up with NULLs for each of {@code kept} rows that finds none of the {@code pairs}. */
    public static double nullsOfOuterJoin(double nulls, double kept, double pairs) {
        double unmatched = Math.max(LEAST_UNMATCHED, 1 - pairs / Math.max(1, kept));
        return nulls + (1 - nulls) * unmatched;
    }

    /** Which share of the side's rows may have a match at all, if every value in the other's range has one there. */
    private static double share(Side side, double within) {
        double now = Math.max(1, Math.min(side.distinct(), side.rows()));
        return now <= within ? 1 : within / Math.max(1, side.distinct());
    }

    /** How many of the side's values lie in the other's range. */
    private static double within(Side side, Side other) {
        double share = side.range().shareOf(other.range());
        return Double.isNaN(share) ? side.distinct() : side.distinct() * share;
    }

    /** The side with fewer rows before any filter is taken for the one with the primary key; what is computed has the values of its partner. */
    private static double assumedKeys(Side left, Side right) {
        if (left.isKnown() && Double.isNaN(right.tableRows())) {
            return Math.max(1, left.distinct());
        }
        if (right.isKnown() && Double.isNaN(left.tableRows())) {
            return Math.max(1, right.distinct());
        }
        double keys = Math.min(orInfinite(left.tableRows()), orInfinite(right.tableRows()));
        if (left.isKnown()) {
            keys = Math.max(left.distinct(), keys);
        } else if (right.isKnown()) {
            keys = Math.max(right.distinct(), keys);
        }
        return Double.isInfinite(keys) ? 1 / UNKNOWN : Math.max(1, keys);
    }

    private static double orInfinite(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }
}
