package io.blink.benchmarks.suite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a query of a suite is spelled for an engine. The rewriting is mechanical: it changes quotes and literals and nothing of the query's shape. */
public enum Dialect {
    /** As it stands. */
    STANDARD,
    /** Identifiers in backticks, since double quotes are strings there; functions without quotes; decimal literals as casts. */
    BACKTICKS;

    private static final Pattern DECIMAL_LITERAL = Pattern.compile("(?i)\\bDECIMAL '([0-9]*)\\.?([0-9]*)'");

    public String spell(String text) {
        return this == STANDARD ? text : decimals(identifiers(text));
    }

    private static String identifiers(String text) {
        StringBuilder spelled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, at + 1) + 1;
                spelled.append(c == '\'' ? text.substring(at, end) : identifier(text, at + 1, end - 1));
                at = end;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                end = end < 0 ? text.length() : end;
                spelled.append(text, at, end);
                at = end;
            } else {
                spelled.append(c);
                at++;
            }
        }
        return spelled.toString();
    }

    private static String identifier(String text, int start, int end) {
        String name = text.substring(start, end);
        boolean function = end + 1 < text.length() && text.charAt(end + 1) == '(';
        return function ? name : '`' + name + '`';
    }

    private static String decimals(String text) {
        Matcher literals = DECIMAL_LITERAL.matcher(text);
        return literals.replaceAll(found -> {
            int scale = found.group(2).length();
            int precision = found.group(1).length() + scale;
            return "CAST('" + found.group(1) + (scale == 0 ? "" : "." + found.group(2)) + "' AS DECIMAL(" + precision
                    + ", " + scale + "))";
        });
    }
}
