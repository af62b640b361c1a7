package io.blink.benchmarks.compare;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one result as text.
 *
 * @param types as the engine spells them; empty where it does not tell (Blink's CSV)
 * @param rows values in the order of {@code names}, {@code null} for NULL
 */
public record ResultRows(List<String> types, List<String> names, List<List<String>> rows) {
    public static final ResultRows NONE = new ResultRows(List.of(), List.of(), List.of());

    /** Reads a file that begins with types and names. */
    public static ResultRows readTyped(Path file) {
        List<List<String>> records = CsvRecords.read(file);
        return records.isEmpty()
                ? NONE
                : new ResultRows(records.get(0), records.get(1), records.subList(2, records.size()));
    }

    /** Reads a file that begins with names. */
    public static ResultRows readNamed(Path file) {
        List<List<String>> records = CsvRecords.read(file);
        return records.isEmpty() ? NONE : new ResultRows(List.of(), records.get(0), records.subList(1, records.size()));
    }

    static ResultRows of(String types, String names, List<String> rows) {
        return new ResultRows(
                split(types), split(names), rows.stream().map(ResultRows::split).toList());
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(value -> value.equals("NULL") ? null : value)
                .toList();
    }
}
