package io.blink.benchmarks.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far an operator's rows were from what the planner expected.
 *
 * @param operator as EXPLAIN names it
 * @param text the operator's line of the plan
 */
record EstimateError(String query, String operator, double expected, double actual, String text) {
    private static final Pattern LINE =
            Pattern.compile("\\s*([A-Za-z]+)(.*)  \\{rows=(\\d+)}  \\[rows (?:[\\d,]+ -> )?(\\d[\\d,]*)[,\\]].*");

    /** Of the operators of a plan as EXPLAIN ANALYZE prints it, without those that emit what their input does, and scans, which the filters above them narrow. */
    static List<EstimateError> of(String query, String plan) {
        List<EstimateError> errors = new ArrayList<>();
        for (String line : plan.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && isCounted(matcher.group(1))) {
                errors.add(new EstimateError(
                        query,
                        matcher.group(1),
                        Double.parseDouble(matcher.group(3)),
                        Double.parseDouble(matcher.group(4).replace(",", "")),
                        matcher.group(1) + matcher.group(2)));
            }
        }
        return errors;
    }

    private static boolean isCounted(String operator) {
        return switch (operator) {
            case "Scan", "Project", "Result", "Sort", "Union" -> false;
            default -> true;
        };
    }

    /** The larger count by the smaller one; no rows count as one. */
    double factor() {
        double more = Math.max(1, Math.max(expected, actual));
        return more / Math.max(1, Math.min(expected, actual));
    }
}
