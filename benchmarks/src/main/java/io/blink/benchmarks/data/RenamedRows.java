package io.blink.benchmarks.data;

import io.blink.core.type.Field;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The same rows in tables and columns that are called {@code t1} and {@code c1}: who is fast because of a name is slow here. Columns of one name have one name again, since
 * USING and NATURAL joins live on it.
 */
public final class RenamedRows implements DataSet {
    private final DataSet original;
    private final Map<String, String> names;
    private final Map<String, String> tables = new HashMap<>();

    public RenamedRows(DataSet original) {
        this.original = original;
        this.names = new HashMap<>();
        TreeSet<String> columns = new TreeSet<>();
        for (String table : original.tables()) {
            String renamed = "t" + (tables.size() + 1);
            tables.put(renamed, table);
            names.put(table, renamed);
            original.columns(table).forEach(field -> columns.add(field.name()));
        }
        // A column that is called like a table keeps the table's new name: where a text means which of the two is not
        // known to a rewriting of words.
        columns.forEach(column -> names.putIfAbsent(column, "c" + (names.size() + 1)));
    }

    /** The new name of a table or column; any other word as it is. */
    public String rename(String word) {
        return names.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }

    @Override
    public String label() {
        return original.label() + "-renamed";
    }

    @Override
    public List<String> tables() {
        return original.tables().stream().map(names::get).toList();
    }

    @Override
    public List<Field> columns(String table) {
        List<Field> fields = new ArrayList<>();
        for (Field field : original.columns(tables.get(table))) {
            fields.add(new Field(names.get(field.name()), field.type()));
        }
        return fields;
    }

    @Override
    public void write(Path folder, double scale, int threads, List<String> renamed, PrintStream progress) {
        original.write(folder, scale, threads, renamed.stream().map(tables::get).toList(), progress);
    }

    @Override
    public Path rowFile(Path folder, String table) {
        return original.rowFile(folder, tables.get(table));
    }

    @Override
    public String csvOptions() {
        return original.csvOptions();
    }
}
