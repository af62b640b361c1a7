package io.blink.sql.catalog;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * Names without case. Calcite's matcher looks a column up by going through all of them, several times for each that a query names: with a thousand
 * columns that was half of planning. One for each statement, on its thread.
 */
final class ColumnNames implements SqlNameMatcher {
    private static final int SCAN_MAX = 16;

    private final SqlNameMatcher matcher = SqlNameMatchers.withCaseSensitive(false);
    private final Map<RelDataType, Map<String, RelDataTypeField>> wideRows = new IdentityHashMap<>();

    @Override
    public RelDataTypeField field(RelDataType row, String name) {
        if (!row.isStruct() || row.getFieldCount() <= SCAN_MAX) {
            return matcher.field(row, name);
        }
        RelDataTypeField field =
                wideRows.computeIfAbsent(row, ColumnNames::byName).get(folded(name));
        return field == null ? matcher.field(row, name) : field;
    }

    /** The first of each name, as in a scan. */
    private static Map<String, RelDataTypeField> byName(RelDataType row) {
        Map<String, RelDataTypeField> fields = new HashMap<>();
        row.getFieldList().forEach(field -> fields.putIfAbsent(folded(field.getName()), field));
        return fields;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isCaseSensitive() {
        return matcher.isCaseSensitive();
    }

    @Override
    public boolean matches(String string, String name) {
        return matcher.matches(string, name);
    }

    @Override
    public <K extends List<String>, V> V get(Map<K, V> map, List<String> prefixNames, List<String> names) {
        return matcher.get(map, prefixNames, names);
    }

    @Override
    public String bestString() {
        return matcher.bestString();
    }

    @Override
    public int frequency(Iterable<String> names, String name) {
        return matcher.frequency(names, name);
    }

    @Override
    public Set<String> createSet() {
        return matcher.createSet();
    }
}
