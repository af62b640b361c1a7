package io.blink.testing.exactlyonce;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import io.blink.testing.exactlyonce.WindowedCount.Group;
import io.blink.testing.exactlyonce.WindowedCount.Totals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a CSV file of {@code window_start,key,count,sum} (header first) with what a {@link WindowedCount} must give. Exit status 0 when each row
 * was counted exactly once, 1 when not, 2 for a wrong command line or file.
 */
public final class ExactlyOnceCheck {
    private static final int DIFFERENT = 1;
    private static final int WRONG_USAGE = 2;
    private static final int DIFFERENCES_SHOWN = 20;
    private static final List<String> OPTIONS = List.of(
            "--result",
            "--rows",
            "--start",
            "--step-micros",
            "--window-micros",
            "--seed",
            "--key",
            "--keys",
            "--amount",
            "--amount-max");

    private ExactlyOnceCheck() {}

    public static void main(String[] words) {
        System.exit(run(words, System.out, System.err));
    }

    static int run(String[] words, PrintStream out, PrintStream err) {
        try {
            Map<String, String> options = options(words);
            ResultComparison comparison =
                    ResultComparison.of(query(options).expected(), read(Path.of(options.get("--result"))));
            return report(comparison, out);
        } catch (BlinkException wrong) {
            err.println(wrong.getMessage());
            return WRONG_USAGE;
        }
    }

    /** The lines of a result as the command line prints it in CSV. */
    public static List<ResultComparison.Line> read(Path csv) {
        List<String> lines;
        try {
            lines = Files.readAllLines(csv);
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read the result " + csv, exception);
        }
        List<ResultComparison.Line> rows = new ArrayList<>();
        for (int number = 1; number < lines.size(); number++) {
            rows.add(line(csv, number + 1, lines.get(number)));
        }
        return rows;
    }

    private static ResultComparison.Line line(Path csv, int number, String text) {
        String[] fields = text.split(",", -1);
        try {
            Group group = new Group(LocalDateTime.parse(fields[0].replace(' ', 'T')), Long.parseLong(fields[1]));
            return new ResultComparison.Line(group, new Totals(Long.parseLong(fields[2]), Long.parseLong(fields[3])));
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException exception) {
            throw new BlinkException(
                    TestingErrorCode.FILE_ACCESS,
                    csv + ":" + number + ": want window_start,key,count,sum, not " + text,
                    exception);
        }
    }

    private static int report(ResultComparison comparison, PrintStream out) {
        if (comparison.exact()) {
            out.printf(
                    "%,d rows in %,d groups of window and key: each row counted exactly once%n",
                    comparison.rows(), comparison.groups());
            return 0;
        }
        List<String> differences = comparison.differences();
        out.printf("%,d of %,d groups are wrong%n", differences.size(), comparison.groups());
        differences.stream().limit(DIFFERENCES_SHOWN).forEach(out::println);
        return DIFFERENT;
    }

    private static WindowedCount query(Map<String, String> options) {
        try {
            return new WindowedCount(
                    number(options, "--rows"),
                    LocalDateTime.parse(options.get("--start").replace(' ', 'T')),
                    number(options, "--step-micros"),
                    number(options, "--window-micros"),
                    number(options, "--seed"),
                    options.get("--key"),
                    number(options, "--keys"),
                    options.get("--amount"),
                    number(options, "--amount-max"));
        } catch (DateTimeException | IllegalArgumentException exception) {
            throw new BlinkException(
                    TestingErrorCode.COMMAND_LINE,
                    "Wrong value: " + exception.getMessage() + "; " + usage(),
                    exception);
        }
    }

    private static long number(Map<String, String> options, String name) {
        return Long.parseLong(options.get(name));
    }

    private static Map<String, String> options(String[] words) {
        Map<String, String> options = new TreeMap<>();
        for (int word = 0; word + 1 < words.length; word += 2) {
            options.put(words[word], words[word + 1]);
        }
        if (words.length % 2 != 0 || !options.keySet().equals(new TreeSet<>(OPTIONS))) {
            throw new BlinkException(TestingErrorCode.COMMAND_LINE, usage());
        }
        return options;
    }

    private static String usage() {
        return "usage: ExactlyOnceCheck " + String.join(" VALUE ", OPTIONS) + " VALUE";
    }
}
