package io.blink.client.script;

import io.blink.sql.StatementParser.StatementText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of a statement that a message is about, with a caret under the place.
 *
 * <pre>
 *   SELECT nme FROM people
 *          ^
 * </pre>
 */
final class MarkedSource {
    private static final Pattern PLACE = Pattern.compile("(?i)\\bline (\\d+), column (\\d+)");
    private static final String INDENT = "  ";

    /** Of a longer line only what is around the place. */
    private static final int WIDTH_MAX = 120;

    private MarkedSource() {}

    /** Two lines without the last line break; empty where the message names no place in the statement. */
    static Optional<String> of(StatementText statement, String message) {
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return Optional.empty();
        }
        List<String> lines = statement.text().lines().toList();
        int line = Integer.parseInt(place.group(1)) - statement.start().line();
        if (line < 0 || line >= lines.size()) {
            return Optional.empty();
        }
        int column = Integer.parseInt(place.group(2))
                - (line == 0 ? statement.start().column() : 1);
        String source = lines.get(line).replace('\t', ' ');
        return column < 0 || column > source.length() ? Optional.empty() : Optional.of(marked(source, column));
    }

    private static String marked(String source, int column) {
        int from = source.length() <= WIDTH_MAX ? 0 : Math.max(0, column - WIDTH_MAX / 2);
        int to = Math.min(source.length(), from + WIDTH_MAX);
        return INDENT + source.substring(from, to) + System.lineSeparator() + INDENT + " ".repeat(column - from) + "^";
    }
}
