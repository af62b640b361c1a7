package io.blink.benchmarks.compare;

import java.math.BigDecimal;
import java.util.Locale;

/** How values of a column are compared, by the oracle's type. */
enum ColumnKind {
    /** Integers and decimals: equal as numbers, whatever their scale. */
    EXACT,
    /** Floating point, and so all that DuckDB divides or averages: |a - b| <= 1e-6 max(1, |b|). */
    APPROXIMATE,
    /** Equal as text. */
    TEXT;

    private static final double TOLERANCE = 1e-6;

    static ColumnKind of(String type) {
        String name = type.toUpperCase(Locale.ROOT).replaceAll("[^A-Z].*", "");
        return switch (name) {
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "INT",
                    "BIGINT",
                    "HUGEINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "UHUGEINT",
                    "DECIMAL" -> EXACT;
            case "FLOAT", "REAL", "DOUBLE" -> APPROXIMATE;
            default -> TEXT;
        };
    }

    boolean same(String expected, String actual) {
        if (expected == null || actual == null) {
            return expected == null && actual == null;
        }
        if (expected.equals(actual)) {
            return true;
        }
        try {
            return switch (this) {
                case EXACT -> new BigDecimal(expected).compareTo(new BigDecimal(actual)) == 0;
                case APPROXIMATE -> near(Double.parseDouble(expected), Double.parseDouble(actual));
                case TEXT -> false;
            };
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    private static boolean near(double expected, double actual) {
        return Double.compare(expected, actual) == 0
                || Double.isFinite(expected)
                        && Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
    }

    /** The same text for values that are exactly the same; nothing for approximate ones, which must not part rows. */
    String canonical(String value) {
        if (value == null) {
            return "NULL";
        }
        return switch (this) {
            case APPROXIMATE -> "";
            case EXACT -> exact(value);
            case TEXT -> "'" + value;
        };
    }

    private static String exact(String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException noNumber) {
            return "'" + value;
        }
    }
}
