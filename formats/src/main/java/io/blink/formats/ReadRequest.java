package io.blink.formats;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.function.ScalarFunction;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.selection.RowSelection;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * What to read of a file.
 *
 * @param fileColumns the columns that the table says its files have, in order; formats without names of their own go by this order
 * @param columns what to return, in order: columns of {@code fileColumns} by name, without case. One that the file lacks is NULL in every row
 * @param filterColumns more columns of the file, which filters need and nobody else
 * @param filters conjuncts over {@code columns} and, behind them, {@code filterColumns}; the reader may leave out row groups, pages and rows that fail one
 * @param strict whether rows that fail a filter of the kind that {@link RowSelection#applies} must not be returned; only with {@code predicates}
 * @param offset first byte of the part; the reader returns the row groups, stripes or lines that begin in the part
 * @param length bytes of the part
 * @param predicates to apply filters to rows; {@code null}: every row of a row group or stripe is wanted that is not left out as a whole
 * @param keyFilters on columns of {@code columns}; the reader may leave out row groups, pages and rows that one does not pass
 * @param readAhead runs what reads bytes before they are needed; {@code null}: every byte is read when it is needed
 */
public record ReadRequest(
        List<Field> fileColumns,
        List<Field> columns,
        List<Field> filterColumns,
        List<Expression> filters,
        boolean strict,
        long offset,
        long length,
        ZoneId timeZone,
        PredicateCompiler predicates,
        List<KeyFilter> keyFilters,
        Executor readAhead) {
    public ReadRequest {
        fileColumns = List.copyOf(fileColumns);
        columns = List.copyOf(columns);
        filterColumns = List.copyOf(filterColumns);
        filters = List.copyOf(filters);
        keyFilters = List.copyOf(keyFilters);
        if (strict && predicates == null) {
            throw new IllegalArgumentException("filters cannot be applied strictly without predicates");
        }
    }

    /** The whole file, without filters. */
    public static ReadRequest whole(List<Field> fileColumns, List<Field> columns, ZoneId timeZone) {
        return new ReadRequest(
                fileColumns, columns, List.of(), List.of(), false, 0, Long.MAX_VALUE, timeZone, null, List.of(), null);
    }

    /** Of the same file and columns only a part. */
    public ReadRequest part(long partOffset, long partLength) {
        return new ReadRequest(
                fileColumns,
                columns,
                filterColumns,
                filters,
                strict,
                partOffset,
                partLength,
                timeZone,
                predicates,
                keyFilters,
                readAhead);
    }

    /** With other filters. @param compiler {@code null}: they are applied to no row */
    public ReadRequest filtered(List<Expression> conjuncts, PredicateCompiler compiler) {
        return new ReadRequest(
                fileColumns,
                columns,
                filterColumns,
                conjuncts,
                false,
                offset,
                length,
                timeZone,
                compiler,
                keyFilters,
                readAhead);
    }

    /** With other key filters. */
    public ReadRequest keyFiltered(List<KeyFilter> keys) {
        return new ReadRequest(
                fileColumns,
                columns,
                filterColumns,
                filters,
                strict,
                offset,
                length,
                timeZone,
                predicates,
                keys,
                readAhead);
    }

    /** With bytes read before they are needed. */
    public ReadRequest readAhead(Executor executor) {
        return new ReadRequest(
                fileColumns,
                columns,
                filterColumns,
                filters,
                strict,
                offset,
                length,
                timeZone,
                predicates,
                keyFilters,
                executor);
    }

    /** What is read: the columns that are returned, then the others that filters need. */
    public List<Field> readColumns() {
        return Stream.concat(columns.stream(), filterColumns.stream()).toList();
    }

    /** Tests rows for all of some conjuncts; only with {@code predicates}. */
    public RowPredicate test(List<Expression> conjuncts) {
        return predicates.compile(
                conjuncts.size() == 1
                        ? conjuncts.get(0)
                        : new Call(ScalarFunction.AND, conjuncts, DataType.of(TypeKind.BOOLEAN)));
    }

    /** Conjuncts over {@link #readColumns} to hold against statistics: filters, and what key filters know by now. */
    public List<Expression> conditions() {
        return Stream.concat(filters.stream(), keyFilters.stream().flatMap(filter -> filter.conditions().stream()))
                .toList();
    }

    /** Grows when a key filter becomes stricter, so that {@link #conditions} are to be asked for anew. */
    public long strictness() {
        return keyFilters.stream().mapToLong(KeyFilter::strictness).sum();
    }
}
