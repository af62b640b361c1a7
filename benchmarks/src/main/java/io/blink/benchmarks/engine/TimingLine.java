package io.blink.benchmarks.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code blink sql --timing} says about a statement.
 *
 * @param number the statement's place in the script, from 1
 * @param error empty if it worked
 */
record TimingLine(int number, double seconds, long rows, Optional<String> error) {
    private static final Pattern OK = Pattern.compile("#(\\d+) ok ([0-9.]+) s \\(plan [0-9.]+ s\\) (\\d+) rows");
    private static final Pattern ERROR = Pattern.compile("#(\\d+) error (.*)");

    /** Empty for anything else that the process prints. */
    static Optional<TimingLine> parse(String line) {
        Matcher ok = OK.matcher(line);
        if (ok.matches()) {
            return Optional.of(new TimingLine(
                    Integer.parseInt(ok.group(1)),
                    Double.parseDouble(ok.group(2)),
                    Long.parseLong(ok.group(3)),
                    Optional.empty()));
        }
        Matcher error = ERROR.matcher(line);
        return error.matches()
                ? Optional.of(new TimingLine(Integer.parseInt(error.group(1)), 0, 0, Optional.of(error.group(2))))
                : Optional.empty();
    }
}
