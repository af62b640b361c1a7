package io.blink.core.spi.connector;

import io.blink.core.expression.Expression;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a query wants of a table.
 *
 * @param columns names of stored columns, in the order in which batches shall have them; may be empty (only the row count matters)
 * @param filters conjuncts over {@code filterColumns}; the source uses what helps it to skip data
 * @param filterColumns names of the columns that {@code InputColumn} indices in {@code filters} refer to
 * @param limit rows that suffice, or -1
 * @param bounded whether an unbounded source shall be read only up to what is there now
 * @param parts by name, types of ROW columns of which only some fields are wanted, at any depth: those that the type has, in its order. Batches, and filters, have these types.
 *     Only for sources that read parts
 * @param filtered whether readers will be able to leave out single rows ({@link ReaderContext#predicates}), so that the source may say that they apply a filter
 */
public record ScanRequest(
        List<String> columns,
        List<Expression> filters,
        List<String> filterColumns,
        long limit,
        boolean bounded,
        Map<String, DataType> parts,
        boolean filtered) {
    public ScanRequest {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        filterColumns = List.copyOf(filterColumns);
        parts = Map.copyOf(parts);
    }

    /** Of whole columns, by readers that leave out no single rows. */
    public ScanRequest(
            List<String> columns, List<Expression> filters, List<String> filterColumns, long limit, boolean bounded) {
        this(columns, filters, filterColumns, limit, bounded, Map.of(), false);
    }

    /** For EXPLAIN: the columns by name, and of those that are read in part the fields, as in {@code r.a.b}. */
    public List<String> paths() {
        return columns.stream()
                .flatMap(name -> parts.containsKey(name) ? paths(name, parts.get(name)) : Stream.of(name))
                .toList();
    }

    private static Stream<String> paths(String path, DataType type) {
        return type.kind() == TypeKind.ROW
                ? type.fields().stream().flatMap(field -> paths(path + "." + field.name(), field.type()))
                : Stream.of(path);
    }
}
