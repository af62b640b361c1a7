package io.blink.testing.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compares expected and actual rows and shows where they part, as a diff ({@code -} expected, {@code +} actual). */
final class RowDifference {
    // Above this many pairs the table of the longest common subsequence is not worth its memory and rows are compared
    // in place.
    private static final long PAIRS_MAX = 4_000_000;
    private static final int LINES_MAX = 200;

    private final List<ColumnClass> columns;

    RowDifference(List<ColumnClass> columns) {
        this.columns = columns;
    }

    /** Rows in an order that floating point noise does not change: by the exact columns first. */
    List<String> sorted(List<String> lines) {
        Comparator<List<String>> order =
                Comparator.comparing(cells -> exactPart(cells).toString());
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column) == ColumnClass.REAL) {
                int real = column;
                order = order.thenComparingDouble(cells -> number(cells, real));
            }
        }
        Comparator<List<String>> complete = order;
        return lines.stream()
                .sorted((left, right) -> complete.compare(RowText.cells(left), RowText.cells(right)))
                .toList();
    }

    boolean same(List<String> expected, List<String> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int row = 0; row < expected.size(); row++) {
            if (!sameRow(expected.get(row), actual.get(row))) {
                return false;
            }
        }
        return true;
    }

    String show(List<String> expected, List<String> actual) {
        List<String> lines = (long) expected.size() * actual.size() <= PAIRS_MAX
                ? aligned(expected, actual)
                : inPlace(expected, actual);
        if (lines.size() <= LINES_MAX) {
            return String.join("\n", lines);
        }
        return String.join("\n", lines.subList(0, LINES_MAX)) + "\n… and " + (lines.size() - LINES_MAX) + " lines more";
    }

    private boolean sameRow(String expected, String actual) {
        List<String> wanted = RowText.cells(expected);
        List<String> got = RowText.cells(actual);
        if (wanted.size() != columns.size() || got.size() != columns.size()) {
            return false;
        }
        for (int column = 0; column < columns.size(); column++) {
            if (!columns.get(column).same(wanted.get(column), got.get(column))) {
                return false;
            }
        }
        return true;
    }

    private List<String> exactPart(List<String> cells) {
        List<String> exact = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            if (column >= columns.size() || columns.get(column) != ColumnClass.REAL) {
                exact.add(cells.get(column));
            }
        }
        return exact;
    }

    private static double number(List<String> cells, int column) {
        if (column >= cells.size() || RowText.isNull(cells.get(column))) {
            return Double.NEGATIVE_INFINITY;
        }
        try {
            return Double.parseDouble(cells.get(column));
        } catch (NumberFormatException notANumber) {
            return Double.NaN; // Shown as a difference by the comparison that follows.
        }
    }

    private List<String> aligned(List<String> expected, List<String> actual) {
        int[][] common = commonLengths(expected, actual);
        List<String> lines = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < expected.size() || right < actual.size()) {
            if (left < expected.size() && right < actual.size() && sameRow(expected.get(left), actual.get(right))) {
                lines.add("  " + actual.get(right));
                left++;
                right++;
            } else if (right == actual.size()
                    || left < expected.size() && common[left + 1][right] >= common[left][right + 1]) {
                lines.add("- " + expected.get(left++));
            } else {
                lines.add("+ " + actual.get(right++));
            }
        }
        return lines;
    }

    /** Entry [i][j]: the longest common subsequence of the rows from i and from j on. */
    private int[][] commonLengths(List<String> expected, List<String> actual) {
        int[][] common = new int[expected.size() + 1][actual.size() + 1];
        for (int left = expected.size() - 1; left >= 0; left--) {
            for (int right = actual.size() - 1; right >= 0; right--) {
                common[left][right] = sameRow(expected.get(left), actual.get(right))
                        ? common[left + 1][right + 1] + 1
                        : Math.max(common[left + 1][right], common[left][right + 1]);
            }
        }
        return common;
    }

    private List<String> inPlace(List<String> expected, List<String> actual) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < Math.max(expected.size(), actual.size()); row++) {
            String wanted = row < expected.size() ? expected.get(row) : null;
            String got = row < actual.size() ? actual.get(row) : null;
            if (wanted == null || got == null || !sameRow(wanted, got)) {
                if (wanted != null) {
                    lines.add("- " + wanted);
                }
                if (got != null) {
                    lines.add("+ " + got);
                }
            }
        }
        return lines;
    }
}
