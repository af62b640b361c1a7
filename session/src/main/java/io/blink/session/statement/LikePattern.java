package io.blink.session.statement;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The pattern of SHOW … LIKE: {@code %} and {@code *} any text, {@code _} one character, {@code |} between patterns, without case. */
final class LikePattern {
    private LikePattern() {}

    static boolean matches(String pattern, String name) {
        return Arrays.stream(pattern.split("\\|", -1)).anyMatch(one -> matchesOne(one, name));
    }

    private static boolean matchesOne(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '%' || c == '*' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
