package io.blink.runtime.expression.cast;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.CallSite;
import java.time.ZoneOffset;
import java.util.Arrays;

/** What becomes of values of one batch that cannot be converted: an error for CAST, NULL for TRY_CAST; at nulls nothing. */
final class CastFailures {
    private final CallSite site;
    private final boolean lenient;
    private final DataType from;
    private final Column column;
    private final int rows;
    private boolean[] nulls;
    private boolean owned;

    CastFailures(CallSite site, boolean lenient, DataType from, Column column, boolean[] nulls, int rows) {
        this.site = site;
        this.lenient = lenient;
        this.from = from;
        this.column = column;
        this.nulls = nulls;
        this.rows = rows;
    }

    void at(int row) {
        if (nulls != null && nulls[row]) {
            return;
        }
        if (!lenient) {
            throw site.invalidCast(new ColumnText(from, ZoneOffset.UTC).text(column, row), from);
        }
        if (!owned) {
            nulls = nulls == null ? new boolean[rows] : Arrays.copyOf(nulls, rows);
            owned = true;
        }
        nulls[row] = true;
    }

    /** Whether the row needs no conversion. */
    boolean isNull(int row) {
        return nulls != null && nulls[row];
    }

    /** The null flags of the result. */
    boolean[] nulls() {
        return nulls;
    }
}
