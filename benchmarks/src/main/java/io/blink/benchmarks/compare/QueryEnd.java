package io.blink.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The outermost ORDER BY and LIMIT of a query, found by its words, which is enough for the texts of the suites.
 *
 * @param orderBy the keys as they are spelled, without direction
 * @param unlimited the query without its LIMIT; empty if it has none
 */
public record QueryEnd(List<String> orderBy, Optional<String> unlimited) {
    public static QueryEnd of(String text) {
        int order = -1;
        int limit = -1;
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at = text.indexOf(c, at + 1);
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth == 0 && word(text, at, "ORDER BY")) {
                order = at;
            } else if (depth == 0 && word(text, at, "LIMIT")) {
                limit = at;
            }
        }
        int end = limit < 0 ? text.length() : limit;
        List<String> keys = order < 0 ? List.of() : keys(text.substring(order + "ORDER BY".length(), end));
        return new QueryEnd(keys, limit < 0 ? Optional.empty() : Optional.of(text.substring(0, limit)));
    }

    private static boolean word(String text, int at, String word) {
        int end = at + word.length();
        return text.regionMatches(true, at, word, 0, word.length())
                && (at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)))
                && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
    }

    private static List<String> keys(String list) {
        List<String> keys = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at <= list.length(); at++) {
            char c = at == list.length() ? ',' : list.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                keys.add(list.substring(start, at).strip().replaceAll("(?is)\\s+(ASC|DESC)?(\\s*NULLS\\s+\\w+)?$", ""));
                start = at + 1;
            }
        }
        return keys;
    }

    /** The columns by which rows are ordered, up to the first key that is no column of the result. */
    public List<Integer> columns(List<String> names) {
        List<Integer> columns = new ArrayList<>();
        for (String key : orderBy) {
            int column = column(key, names);
            if (column < 0) {
                break;
            }
            columns.add(column);
        }
        return columns;
    }

    private static int column(String key, List<String> names) {
        if (key.matches("\\d+")) {
            return Integer.parseInt(key) - 1;
        }
        String name = key.replaceAll("^.*\\.", "").replace("\"", "").toLowerCase(Locale.ROOT);
        int found = -1;
        for (int column = 0; column < names.size(); column++) {
            if (String.valueOf(names.get(column)).toLowerCase(Locale.ROOT).equals(name)) {
                if (found >= 0) {
                    return -1;
                }
                found = column;
            }
        }
        return found;
    }
}
