package io.blink.formats.parquet.column;

import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How a stored number turns into a value of a column of ints, longs or doubles.
 *
 * @param factor what longs are multiplied with, for decimals of a larger scale than the file's
 */
record FixedWidth(Form form, long factor) {
    static final FixedWidth INTS = new FixedWidth(Form.INTS, 1);
    static final FixedWidth DOUBLES = new FixedWidth(Form.DOUBLES, 1);

    enum Form {
        /** INT32 as it is. */
        INTS(4),
        /** INT32 as long. */
        WIDENED_INTS(4),
        /** Unsigned INT32 as long. */
        UNSIGNED_INTS(4),
        /** INT64. */
        LONGS(8),
        /** DOUBLE as it is. */
        DOUBLES(8);

        private final int storedBytes;

        Form(int storedBytes) {
            this.storedBytes = storedBytes;
        }

        /** Width of a PLAIN value. */
        int storedBytes() {
            return storedBytes;
        }
    }

    /** As longs from INT32 or INT64; {@code null} from another type. */
    static FixedWidth longs(PrimitiveTypeName from, boolean unsigned, long factor) {
        return switch (from) {
            case INT32 -> new FixedWidth(unsigned ? Form.UNSIGNED_INTS : Form.WIDENED_INTS, factor);
            case INT64 -> new FixedWidth(Form.LONGS, factor);
            default -> null;
        };
    }
}
