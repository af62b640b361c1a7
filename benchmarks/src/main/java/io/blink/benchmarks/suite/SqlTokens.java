package io.blink.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into literals, quoted identifiers, comments, words, blanks and single other characters; put together again they are the text. */
final class SqlTokens {
    private SqlTokens() {}

    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static int end(String text, int start) {
        char first = text.charAt(start);
        if (first == '\'' || first == '"') {
            return text.indexOf(first, start + 1) + 1;
        }
        if (text.startsWith("--", start)) {
            int end = text.indexOf('\n', start);
            return end < 0 ? text.length() : end;
        }
        int end = start + 1;
        if (isWordPart(first)) {
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
        } else if (Character.isWhitespace(first)) {
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static boolean isWordPart(char c) {
        return Character.isJavaIdentifierPart(c);
    }

    static boolean isWord(String token) {
        return Character.isJavaIdentifierStart(token.charAt(0));
    }

    /** The next token that is no blank, behind or before a place; empty at the ends. */
    static String neighbour(List<String> tokens, int place, int direction) {
        for (int i = place + direction; i >= 0 && i < tokens.size(); i += direction) {
            if (!tokens.get(i).isBlank()) {
                return tokens.get(i);
            }
        }
        return "";
    }
}
