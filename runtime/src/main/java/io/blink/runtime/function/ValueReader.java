package io.blink.runtime.function;

import io.blink.core.column.Column;
import java.util.function.IntFunction;

/** Values of a column as Java objects. */
interface ValueReader {
    /** The values of a flat column; only asked for positions that are not null. */
    IntFunction<Object> bind(Column flat);

    /** The values of any column, {@code null} for NULL. */
    default IntFunction<Object> of(Column column) {
        Column flat = column.flat();
        boolean[] nulls = flat.nulls();
        IntFunction<Object> values = bind(flat);
        return nulls == null ? values : position -> nulls[position] ? null : values.apply(position);
    }
}
