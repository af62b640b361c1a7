package io.blink.formats;

import io.blink.core.expression.Expression;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;

/**
 * What to read of a file.
 *
 * @param fileColumns the columns that the table says its files have, in order; formats without names of their own go by this order
 * @param columns what to return, in order: columns of {@code fileColumns} by name, without case. One that the file lacks is NULL in every row
 * @param filters conjuncts over {@code columns}; the reader may leave out row groups, pages and rows that fail one
 * @param offset first byte of the part; the reader returns the row groups, stripes or lines that begin in the part
 * @param length bytes of the part
 * @param predicates to apply filters to rows; {@code null}: every row of a row group or stripe is wanted that is not left out as a whole
 */
public record ReadRequest(
        List<Field> fileColumns,
        List<Field> columns,
        List<Expression> filters,
        long offset,
        long length,
        ZoneId timeZone,
        PredicateCompiler predicates) {
    public ReadRequest {
        fileColumns = List.copyOf(fileColumns);
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
    }

    /** Without applying filters to rows. */
    public ReadRequest(
            List<Field> fileColumns,
            List<Field> columns,
            List<Expression> filters,
            long offset,
            long length,
            ZoneId timeZone) {
        this(fileColumns, columns, filters, offset, length, timeZone, null);
    }

    /** The whole file, without filters. */
    public static ReadRequest whole(List<Field> fileColumns, List<Field> columns, ZoneId timeZone) {
        return new ReadRequest(fileColumns, columns, List.of(), 0, Long.MAX_VALUE, timeZone);
    }
}
