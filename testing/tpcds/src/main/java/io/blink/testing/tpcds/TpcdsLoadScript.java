package io.blink.testing.tpcds;

import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.testing.TestingErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that bring the CSV files of {@link TpcdsCsv} into Hive tables: dimensions as ORC, {@code store_sales} as Parquet, partitioned by
 * the year and month of the sale. {@code TpcdsLoadScript CSV-FOLDER DATABASE TABLE...} prints them.
 */
public final class TpcdsLoadScript {
    private static final String FACTS = "store_sales";

    private TpcdsLoadScript() {}

    public static void main(String[] words) {
        if (words.length < 3) {
            System.err.println("usage: TpcdsLoadScript CSV-FOLDER DATABASE TABLE...");
            System.exit(2);
        }
        List<String> tables = List.of(words).subList(2, words.length);
        try {
            statements(Path.of(words[0]), words[1], tables).forEach(statement -> System.out.println(statement + ";\n"));
        } catch (BlinkException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /** In an order in which they can run; {@code store_sales} needs {@code date_dim}. The current catalog is Hive's. */
    public static List<String> statements(Path csvFolder, String database, List<String> tables) {
        if (tables.contains(FACTS) && !tables.contains("date_dim")) {
            throw new BlinkException(
                    TestingErrorCode.COMMAND_LINE, "store_sales is partitioned by the dates of date_dim; load both");
        }
        List<String> statements = new ArrayList<>();
        statements.add("CREATE DATABASE IF NOT EXISTS " + database);
        statements.add("USE " + database);
        for (String table : tables) {
            TpcdsSchema.table(table);
            statements.add(csvTable(csvFolder, table));
        }
        tables.stream().filter(table -> !table.equals(FACTS)).forEach(table -> {
            statements.add("CREATE TABLE " + table + " (\n" + columns(table) + "\n) STORED AS ORC");
            statements.add("INSERT OVERWRITE " + table + " SELECT * FROM csv_" + table);
        });
        if (tables.contains(FACTS)) {
            statements.add("CREATE TABLE store_sales (\n" + columns(FACTS)
                    + "\n) PARTITIONED BY (sold_year INT, sold_month INT) STORED AS PARQUET");
            statements.add("INSERT OVERWRITE store_sales\nSELECT s.*, d_year, d_moy\n"
                    + "FROM csv_store_sales s LEFT JOIN date_dim ON ss_sold_date_sk = d_date_sk");
        }
        return statements;
    }

    private static String csvTable(Path csvFolder, String table) {
        Path file = csvFolder.toAbsolutePath().resolve(table + ".csv");
        return "CREATE TEMPORARY TABLE csv_" + table + " (\n" + columns(table)
                + "\n) WITH ('connector' = 'filesystem', 'format' = 'csv', 'csv.header' = 'true', 'path' = 'file://"
                + file
                + "')";
    }

    private static String columns(String table) {
        return TpcdsSchema.columns(table).stream().map(TpcdsLoadScript::column).collect(Collectors.joining(",\n"));
    }

    private static String column(Field field) {
        return "  " + field.name() + " " + field.type();
    }
}
