package io.blink.testing.script;

import io.blink.core.type.DataType;

/** The letters of a query block: what a column must be, coarse enough to write by hand. */
enum ColumnClass {
    INTEGER('I'),
    /** Exact decimal. */
    NUMERIC('N'),
    /** FLOAT and DOUBLE; compared within 1e-6 of the expected value, relative above 1. */
    REAL('R'),
    TEXT('T'),
    BOOLEAN('B'),
    /** DATE, TIME, TIMESTAMP and intervals. */
    TIME('D'),
    /** Binary and nested types. */
    OTHER('X'),
    /** Matches every type and is compared as text. */
    ANY('?');

    private static final double TOLERANCE = 1e-6;

    private final char letter;

    ColumnClass(char letter) {
        this.letter = letter;
    }

    static ColumnClass of(char letter) {
        for (ColumnClass candidate : values()) {
            if (candidate.letter == letter) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "There is no column letter " + letter + "; there are I N R T B D X and ? for any");
    }

    static ColumnClass of(DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> INTEGER;
            case DECIMAL -> NUMERIC;
            case FLOAT, DOUBLE -> REAL;
            case CHAR, VARCHAR -> TEXT;
            case BOOLEAN -> BOOLEAN;
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> TIME;
            default -> OTHER;
        };
    }

    char letter() {
        return letter;
    }

    boolean accepts(DataType type) {
        return this == ANY || this == of(type);
    }

    /** Whether two cells, as {@link RowText} writes them, are the same value. */
    boolean same(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        if (this != REAL || RowText.isNull(expected) || RowText.isNull(actual)) {
            return false;
        }
        double wanted = Double.parseDouble(expected);
        double got = Double.parseDouble(actual);
        return Math.abs(wanted - got) <= TOLERANCE * Math.max(1.0, Math.abs(wanted));
    }
}
