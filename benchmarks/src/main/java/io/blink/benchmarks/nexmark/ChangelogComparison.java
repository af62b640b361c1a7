package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.compare.Verdict;
import io.blink.core.error.BlinkException;
import io.blink.core.hash.ValueHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether two changelogs end with the same rows, each as often: a row counts once more for each +I and +U, once less for each -U and -D;
 * or, by key, the last one is what counts. Rows are told apart by a hash of
 * 64 bits, so that a million of them fit; the files, of which there may be one for each task that wrote ({@code file.1} and so on), have a record of types, one of names, then a line a row ({@link io.blink.testing.peers.RowFile}).
 */
final class ChangelogComparison {
    private static final int HEADERS = 2;
    private static final int EXAMPLES = 2;

    private final Map<Long, Integer> surplus = new HashMap<>();
    private long expectedRows;
    private long actualRows;

    private final int keyColumns;

    private ChangelogComparison(int keyColumns) {
        this.keyColumns = keyColumns;
    }

    /** @param keyColumns so many columns, from the first one on, tell rows apart, of which the last one said stays; 0: rows are taken back by -U */
    static Verdict compare(Path expected, Path actual, int keyColumns) {
        ChangelogComparison comparison = new ChangelogComparison(keyColumns);
        try {
            comparison.expectedRows = comparison.count(expected, -1);
            comparison.actualRows = comparison.count(actual, 1);
            comparison.surplus.values().removeIf(count -> count == 0);
            return comparison.surplus.isEmpty()
                    ? Verdict.SAME
                    : new Verdict.Different(comparison.difference(expected, actual));
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot compare " + actual + " with " + expected, e);
        }
    }

    /** Returns how many rows the changelog ends with. */
    private long count(Path file, int sign) throws IOException {
        long rows = 0;
        Map<Long, Long> current = new HashMap<>();
        for (Path part : parts(file)) {
            try (BufferedReader lines = records(part)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    boolean comes = line.startsWith("+");
                    if (keyColumns > 0) {
                        current.put(key(line), comes ? hash(line) : null);
                    } else {
                        rows += comes ? 1 : -1;
                        surplus.merge(hash(line), comes ? sign : -sign, Integer::sum);
                    }
                }
            }
        }
        for (Long row : current.values()) {
            if (row != null) {
                rows++;
                surplus.merge(row, sign, Integer::sum);
            }
        }
        return rows;
    }

    private long key(String line) {
        int end = line.indexOf(',');
        for (int column = 0; column < keyColumns; column++) {
            int next = line.indexOf(',', end + 1);
            end = next < 0 ? line.length() : next;
        }
        return hash(line.substring(0, end));
    }

    /** A file of each task that wrote. */
    private static List<Path> parts(Path file) {
        return Stream.iterate(0, task -> task + 1)
                .map(task -> task == 0 ? file : file.resolveSibling(file.getFileName() + "." + task))
                .takeWhile(Files::exists)
                .toList();
    }

    private static BufferedReader records(Path file) throws IOException {
        BufferedReader lines = Files.newBufferedReader(file);
        for (int header = 0; header < HEADERS; header++) {
            lines.readLine();
        }
        return lines;
    }

    private static long hash(String line) {
        byte[] bytes = line.substring(line.indexOf(',') + 1).getBytes(StandardCharsets.UTF_8);
        return ValueHash.ofBytes(bytes, 0, bytes.length);
    }

    private String difference(Path expected, Path actual) throws IOException {
        long missing = surplus.values().stream()
                .filter(count -> count < 0)
                .mapToLong(count -> -count)
                .sum();
        long unexpected = surplus.values().stream()
                .filter(count -> count > 0)
                .mapToLong(count -> count)
                .sum();
        StringBuilder text = new StringBuilder()
                .append(actualRows)
                .append(" rows instead of ")
                .append(expectedRows)
                .append(", ")
                .append(missing)
                .append(" missing, ")
                .append(unexpected)
                .append(" unexpected");
        examples(text, "missing", expected, -1);
        examples(text, "unexpected", actual, 1);
        return text.toString();
    }

    private void examples(StringBuilder text, String what, Path file, int sign) throws IOException {
        int found = 0;
        for (Path part : parts(file)) {
            try (BufferedReader lines = records(part)) {
                for (String line = lines.readLine(); line != null && found < EXAMPLES; line = lines.readLine()) {
                    if (line.startsWith("+") && surplus.getOrDefault(hash(line), 0) * sign > 0) {
                        text.append("; ").append(what).append(": ").append(line);
                        found++;
                    }
                }
            }
        }
    }
}
