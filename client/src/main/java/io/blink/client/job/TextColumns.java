package io.blink.client.job;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, written in columns as wide as their widest cell; the last column is as wide as it likes. */
final class TextColumns {
    private static final String GAP = "  ";

    private final String indent;
    private final List<String[]> lines = new ArrayList<>();

    TextColumns(String indent) {
        this.indent = indent;
    }

    /** All lines have as many cells as the first. */
    TextColumns add(String... cells) {
        lines.add(cells);
        return this;
    }

    void appendTo(StringBuilder out) {
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder(indent);
            for (int i = 0; i < line.length; i++) {
                text.append(line[i])
                        .append(" ".repeat(width(i) - line[i].length()))
                        .append(GAP);
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line[column].length()).max().orElse(0);
    }
}
