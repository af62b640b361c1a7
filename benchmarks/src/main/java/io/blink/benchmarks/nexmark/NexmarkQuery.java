package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A query as its file has it: a SELECT, and above it comments {@code -- key: value}.
 *
 * @param sink columns of what it is written into
 * @param partitions columns by which the sink is partitioned into folders; none where the sink drops its rows
 * @param compared columns that every right answer has the same of; empty for a query whose answer depends on the clock or on chance
 * @param keyColumns so many of the compared columns, from the first one on, tell rows apart: an engine may then say what is new of a row without what it replaces
 * @param before a statement that the query needs, or empty
 */
record NexmarkQuery(
        String id,
        String sink,
        String partitions,
        Optional<String> compared,
        int keyColumns,
        Optional<String> before,
        String select) {
    private static final int LAST = 22;

    /** @param chosen names and ranges, as in {@code q0-q5,q8} */
    static List<NexmarkQuery> chosen(List<String> chosen) {
        List<NexmarkQuery> queries = new ArrayList<>();
        for (String range : chosen) {
            String[] ends = range.split("-", 2);
            IntStream.rangeClosed(number(ends[0]), number(ends[ends.length - 1]))
                    .mapToObj(number -> load("q" + number))
                    .forEach(queries::add);
        }
        return queries;
    }

    private static int number(String name) {
        if (!name.matches("q\\d{1,2}") || Integer.parseInt(name.substring(1)) > LAST) {
            throw new BlinkException(
                    BenchErrorCode.COMMAND_LINE, "There is no query " + name + "; there are q0 to q" + LAST + ".");
        }
        return Integer.parseInt(name.substring(1));
    }

    private static NexmarkQuery load(String id) {
        try (InputStream in = NexmarkQuery.class.getResourceAsStream(id + ".sql")) {
            return parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read the query " + id, e);
        }
    }

    static NexmarkQuery parse(String id, String text) {
        Map<Boolean, List<String>> lines =
                text.lines().collect(Collectors.partitioningBy(line -> line.startsWith("-- ")));
        Map<String, String> keys = lines.get(true).stream()
                .map(line -> line.substring(3).split(": ", 2))
                .filter(parts -> List.of("sink", "partitioned", "compare", "key-columns", "before")
                        .contains(parts[0]))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        String compared = keys.getOrDefault("compare", "*");
        return new NexmarkQuery(
                id,
                keys.get("sink"),
                keys.getOrDefault("partitioned", ""),
                compared.startsWith("none") ? Optional.empty() : Optional.of(compared),
                Integer.parseInt(keys.getOrDefault("key-columns", "0")),
                Optional.ofNullable(keys.get("before")),
                String.join("\n", lines.get(false)).strip());
    }

    String table() {
        return "nexmark_" + id;
    }

    /** @param folder where files of a partitioned sink go */
    String createSink(String folder) {
        String table = "CREATE TEMPORARY TABLE " + table() + " (" + sink + ")";
        return partitions.isEmpty()
                ? table + " WITH ('connector' = 'blackhole')"
                : table + " PARTITIONED BY (" + partitions
                        + ") WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '" + folder + "')";
    }

    /** The columns of {@link #comparedRows}, as in a definition of a table. */
    String comparedColumns() {
        String columns = compared.orElseThrow();
        List<String> names = List.of(columns.split(", "));
        return columns.equals("*")
                ? sink
                : Arrays.stream(sink.split(", (?![^(]*\\))"))
                        .filter(column -> names.contains(column.substring(0, column.indexOf(' '))))
                        .collect(Collectors.joining(", "));
    }

    /** What is compared, of a query of which something is: columns in the sink's order. */
    String comparedRows() {
        String columns = compared.orElseThrow();
        return columns.equals("*") ? select : "SELECT " + columns + " FROM (\n" + select + "\n)";
    }
}
