package io.blink.testing.script;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows as scripts write them: cells between {@code " | "}, NULL as {@code NULL}, the empty string as {@code (empty)}. A backslash keeps
 * what would be read otherwise: {@code \NULL} and {@code \(empty)} are those texts, {@code \|} a bar, {@code \n} {@code \r} {@code \t}
 * control characters, {@code \s} a blank at an end, {@code \\} a backslash.
 */
final class RowText {
    private static final String NULL = "NULL";
    private static final String EMPTY = "(empty)";
    private static final String SEPARATOR = " | ";

    private RowText() {}

    static String write(List<String> row) {
        return row.stream().map(RowText::writeCell).collect(Collectors.joining(SEPARATOR));
    }

    /** The cells of a line, still escaped: two cells are the same text exactly when they are the same value. */
    static List<String> cells(String line) {
        // A bar inside a cell is escaped, so that this separator is never part of one.
        return Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toList();
    }

    static boolean isNull(String cell) {
        return cell.equals(NULL);
    }

    private static String writeCell(String value) {
        if (value == null) {
            return NULL;
        }
        if (value.isEmpty()) {
            return EMPTY;
        }
        if (value.equals(NULL) || value.equals(EMPTY)) {
            return "\\" + value;
        }
        return escape(value);
    }

    private static String escape(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean atEnd = i == 0 || i == value.length() - 1;
            switch (character) {
                case '\\' -> text.append("\\\\");
                case '|' -> text.append("\\|");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case ' ' -> text.append(atEnd ? "\\s" : " ");
                default -> text.append(character);
            }
        }
        return text.toString();
    }
}
