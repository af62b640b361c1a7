package io.blink.formats;

import io.blink.core.expression.Expression;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * What to read of a file.
 *
 * @param fileColumns the columns that the table says its files have, in order; formats without names of their own go by this order
 * @param columns what to return, in order: columns of {@code fileColumns} by name, without case. One that the file lacks is NULL in every row
 * @param filters conjuncts over {@code columns}; the reader may leave out row groups, pages and rows that fail one
 * @param offset first byte of the part; the reader returns the row groups, stripes or lines that begin in the part
 * @param length bytes of the part
 * @param predicates to apply filters to rows; {@code null}: every row of a row group or stripe is wanted that is not left out as a whole
 * @param keyFilters on columns of {@code columns}; the reader may leave out row groups, pages and rows that one does not pass
 * @param readAhead runs what reads bytes before they are needed; {@code null}: every byte is read when it is needed
 */
public record ReadRequest(
        List<Field> fileColumns,
        List<Field> columns,
        List<Expression> filters,
        long offset,
        long length,
        ZoneId timeZone,
        PredicateCompiler predicates,
        List<KeyFilter> keyFilters,
        Executor readAhead) {
    public ReadRequest {
        fileColumns = List.copyOf(fileColumns);
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        keyFilters = List.copyOf(keyFilters);
    }

    /** Without reading ahead. */
    public ReadRequest(
            List<Field> fileColumns,
            List<Field> columns,
            List<Expression> filters,
            long offset,
            long length,
            ZoneId timeZone,
            PredicateCompiler predicates,
            List<KeyFilter> keyFilters) {
        this(fileColumns, columns, filters, offset, length, timeZone, predicates, keyFilters, null);
    }

    /** Without key filters. */
    public ReadRequest(
            List<Field> fileColumns,
            List<Field> columns,
            List<Expression> filters,
            long offset,
            long length,
            ZoneId timeZone,
            PredicateCompiler predicates) {
        this(fileColumns, columns, filters, offset, length, timeZone, predicates, List.of());
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

    /** Conjuncts over {@code columns} to hold against statistics: filters, and what key filters know by now. */
    public List<Expression> conditions() {
        return Stream.concat(filters.stream(), keyFilters.stream().flatMap(filter -> filter.conditions().stream()))
                .toList();
    }

    /** Grows when a key filter becomes stricter, so that {@link #conditions} are to be asked for anew. */
    public long strictness() {
        return keyFilters.stream().mapToLong(KeyFilter::strictness).sum();
    }

    /** The whole file, without filters. */
    public static ReadRequest whole(List<Field> fileColumns, List<Field> columns, ZoneId timeZone) {
        return new ReadRequest(fileColumns, columns, List.of(), 0, Long.MAX_VALUE, timeZone);
    }
}
