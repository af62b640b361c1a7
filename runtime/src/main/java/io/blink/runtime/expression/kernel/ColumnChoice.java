package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;
import io.blink.core.type.PhysicalType;

/** Collects values at chosen positions into one flat column. */
public interface ColumnChoice {
    /** Value {@code i} of a flat or constant branch goes to {@code positions[i]}. */
    void put(Column branch, int[] positions, int count);

    Column build();

    /** For primitive types; {@code null} for others. */
    static ColumnChoice of(PhysicalType type, int rows) {
        return switch (type) {
            case BYTE -> new ByteChoice(rows);
            case SHORT -> new ShortChoice(rows);
            case INT -> new IntChoice(rows);
            case LONG -> new LongChoice(rows);
            case FLOAT -> new FloatChoice(rows);
            case DOUBLE -> new DoubleChoice(rows);
            case DECIMAL128, TIMESTAMP_NANOS, BYTES, ARRAY, MAP, ROW -> null;
        };
    }
}
