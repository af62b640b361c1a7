package io.blink.session.statement;

import io.blink.sql.NamePattern;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pattern of SHOW … LIKE: {@code %} and {@code *} any text, {@code _} one character, {@code |} between patterns, and what stands behind {@code \\} itself. As names are found, without
 * case.
 */
final class LikePattern {
    private LikePattern() {}

    /** Whether a name is wanted: each without a pattern. */
    static boolean selects(Optional<NamePattern> pattern, String name) {
        return pattern.isEmpty()
                || matches(pattern.get().text(), name) != pattern.get().negated();
    }

    static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '%', '*' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '|' -> regex.append('|');
                case '\\' -> {
                    i = Math.min(i + 1, pattern.length() - 1);
                    regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
