package io.blink.integration.random;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables of all types with NULLs and repetitions: {@code t40}, {@code t20}, {@code t8}, {@code t300} named by their rows, and {@code t0} without any; {@code id} is unique. */
final class RandomTables {
    static final List<Integer> ROWS = List.of(40, 20, 8, 300, 0);
    private static final int NULL_PERCENT = 15;
    private static final int FILES = 2;

    private final Choices choices;
    private final Path folder;

    RandomTables(long seed, Path folder) {
        this.choices = new Choices(seed);
        this.folder = folder;
    }

    static List<Scope.Column> columns(String relation) {
        List<Scope.Column> columns = new ArrayList<>();
        columns.add(new Scope.Column(relation + ".id", ValueType.INT));
        for (ValueType type : ValueType.values()) {
            columns.add(new Scope.Column(relation + "." + columnName(type), type));
        }
        columns.add(new Scope.Column(relation + ".int_two", ValueType.INT));
        columns.add(new Scope.Column(relation + ".str_two", ValueType.STR));
        return columns;
    }

    private static String columnName(ValueType type) {
        return "c_" + type.name().toLowerCase(Locale.ROOT);
    }

    /** For DuckDB, in order: makes each table and writes its rows to files. */
    List<String> writing() {
        List<String> statements = new ArrayList<>();
        for (int rows : ROWS) {
            String table = "t" + rows;
            statements.add("CREATE TABLE " + table + " (" + definitions() + ")");
            if (rows > 0) {
                statements.add("INSERT INTO " + table + " VALUES " + values(rows));
            }
            for (int file = 0; file < FILES; file++) {
                statements.add("COPY (SELECT * FROM " + table + " WHERE id % " + FILES + " = " + file + ") TO '"
                        + folder.resolve(table).resolve(file + ".parquet") + "' (FORMAT PARQUET)");
            }
        }
        return statements;
    }

    /** For Blink. */
    List<String> reading() {
        return ROWS.stream()
                .map(rows -> "CREATE TABLE t" + rows + " (" + definitions().replace("VARCHAR", "STRING")
                        + ") WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '"
                        + folder.resolve("t" + rows) + "')")
                .toList();
    }

    private static String definitions() {
        return columns("t").stream()
                .map(column ->
                        column.text().blink().substring(2) + " " + column.type().sqlName())
                .collect(Collectors.joining(", "));
    }

    private String values(int rows) {
        List<Scope.Column> columns = columns("t");
        return IntStream.range(0, rows)
                .mapToObj(row -> "(" + row + ", "
                        + columns.stream()
                                .skip(1)
                                .map(column -> choices.percent(NULL_PERCENT)
                                        ? "NULL"
                                        : column.type().literal(choices).duckdb())
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining(", "));
    }
}
