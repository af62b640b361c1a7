package io.blink.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table that is Markdown and lines up in a terminal too. The first column is text, the others are numbers. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> header) {
        rows.add(List.copyOf(header));
    }

    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    public List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] =
                        Math.max(widths[column], Math.max(3, row.get(column).length()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(rows.get(0), widths));
        StringBuilder rule = new StringBuilder("|");
        for (int column = 0; column < columns; column++) {
            rule.append(column == 0 ? ":" : "-")
                    .append("-".repeat(widths[column]))
                    .append(column == 0 ? "-|" : ":|");
        }
        lines.add(rule.toString());
        rows.subList(1, rows.size()).forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            line.append(' ').append(column == 0 ? cell + blanks : blanks + cell).append(" |");
        }
        return line.toString();
    }
}
