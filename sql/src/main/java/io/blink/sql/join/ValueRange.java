package io.blink.sql.join;

import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.core.type.DataType;

/**
 * The least and the greatest value of a column on a scale of its type's: numbers as they are, dates in days, times in micros. For other types, and where
 * nothing is known, both are NaN.
 */
public record ValueRange(double least, double greatest) {
    public static final ValueRange UNKNOWN = new ValueRange(Double.NaN, Double.NaN);

    /** Of a column as its source describes it. @param statistics {@code null}: nothing is known */
    public static ValueRange of(ColumnStatistics statistics, DataType type) {
        if (statistics == null || statistics.min() == null || statistics.max() == null) {
            return UNKNOWN;
        }
        ValueRange range = new ValueRange(onScale(statistics.min(), type), onScale(statistics.max(), type));
        return range.isKnown() && range.least <= range.greatest ? range : UNKNOWN;
    }

    private static boolean isOnScale(DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, DATE -> true;
            default -> false;
        };
    }

    /** A literal's text as a number; NaN for other types, and if it is written in another way: bounds are hints. */
    public static double onScale(String text, DataType type) {
        if (!isOnScale(type)) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    public boolean isKnown() {
        return !Double.isNaN(least) && !Double.isNaN(greatest);
    }

    public static ValueRange point(double value) {
        return new ValueRange(value, value);
    }

    /** What both have; empty if {@code least > greatest}. What is unknown bounds nothing. */
    public ValueRange and(ValueRange other) {
        if (!isKnown()) {
            return other;
        }
        return other.isKnown()
                ? new ValueRange(Math.max(least, other.least), Math.min(greatest, other.greatest))
                : this;
    }

    /** The smallest range that has both. */
    public ValueRange around(ValueRange other) {
        return isKnown() && other.isKnown()
                ? new ValueRange(Math.min(least, other.least), Math.max(greatest, other.greatest))
                : UNKNOWN;
    }

    /** Which part of this range, whose values are whole numbers or dense, the other covers; NaN if either is unknown. */
    public double shareOf(ValueRange other) {
        if (!isKnown() || !other.isKnown()) {
            return Double.NaN;
        }
        ValueRange both = and(other);
        if (both.least > both.greatest) {
            return 0;
        }
        double width = greatest - least + 1;
        return Math.min(1, (both.greatest - both.least + 1) / width);
    }
}
