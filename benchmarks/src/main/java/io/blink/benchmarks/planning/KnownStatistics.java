package io.blink.benchmarks.planning;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics of the tables of a data set in a text file, so that plans can be made without the data. A line for each table (name, rows, bytes), followed by
 * one for each of its columns: a blank, then name, distinct values, NULLs, least, greatest, average and maximal bytes. Blanks separate; a hyphen stands for
 * what is not known.
 */
final class KnownStatistics {
    private static final String UNKNOWN = "-";

    private KnownStatistics() {}

    static void write(Map<String, TableStatistics> tables, Path file) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(tables).forEach((name, table) -> {
            lines.add(name + " " + table.rowCount() + " " + table.bytes());
            new TreeMap<>(table.columns()).forEach((column, figures) -> lines.add(line(column, figures)));
        });
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write statistics into " + file, e);
        }
    }

    private static String line(String column, ColumnStatistics figures) {
        return String.join(
                " ",
                "",
                column,
                number(figures.distinctValues()),
                number(figures.nullCount()),
                figures.min() == null ? UNKNOWN : figures.min(),
                figures.max() == null ? UNKNOWN : figures.max(),
                figures.averageBytes() < 0 ? UNKNOWN : String.format(Locale.ROOT, "%.2f", figures.averageBytes()),
                number(figures.maximalBytes()));
    }

    private static String number(long figure) {
        return figure < 0 ? UNKNOWN : Long.toString(figure);
    }

    static Map<String, TableStatistics> read(List<String> lines) {
        Map<String, TableStatistics> tables = new HashMap<>();
        Map<String, ColumnStatistics> columns = new HashMap<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            String[] words = lines.get(i).split(" ");
            if (words[0].isEmpty()) {
                columns.put(
                        words[1],
                        new ColumnStatistics(
                                count(words[2]),
                                count(words[3]),
                                bound(words[4]),
                                bound(words[5]),
                                words[6].equals(UNKNOWN) ? -1 : Double.parseDouble(words[6]),
                                count(words[7])));
            } else {
                tables.put(words[0], new TableStatistics(count(words[1]), count(words[2]), columns));
                columns.clear();
            }
        }
        return tables;
    }

    private static long count(String word) {
        return word.equals(UNKNOWN) ? -1 : Long.parseLong(word);
    }

    private static String bound(String word) {
        return word.equals(UNKNOWN) ? null : word;
    }
}
