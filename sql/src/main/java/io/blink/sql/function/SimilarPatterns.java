package io.blink.sql.function;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * SIMILAR TO as Java's regular expressions, which must match the whole text.
 *
 * <pre>
 *   s SIMILAR TO 'a(b|c)*_%'  =>  REGEXP(s, '\A(?s:a(b|c)*..*)\z')
 * </pre>
 */
final class SimilarPatterns {
    private static final Map<String, String> CLASSES = Map.of(
            "[:ALPHA:]", "\\p{IsAlphabetic}",
            "[:UPPER:]", "\\p{IsUppercase}",
            "[:LOWER:]", "\\p{IsLowercase}",
            "[:DIGIT:]", "0-9",
            "[:SPACE:]", " ",
            "[:WHITESPACE:]", "\\s",
            "[:ALNUM:]", "\\p{IsAlphabetic}0-9");

    /** What the SQL standard gives a meaning that Java's expressions have too. */
    private static final String SHARED = "|*+?{}()";

    private final String pattern;
    private final int escape;
    private final StringBuilder regex = new StringBuilder("\\A(?s:");
    private int offset;
    private boolean inBrackets;

    private SimilarPatterns(String pattern, int escape) {
        this.pattern = pattern;
        this.escape = escape;
    }

    /** @param similar whether it is SIMILAR TO, and not NOT SIMILAR TO */
    static SqlNode found(boolean similar, SpelledCall call) {
        SqlNode pattern = call.get(1);
        String escape = call.count() == 3 ? text(call.get(2)) : "";
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw invalid(call.get(2), "ESCAPE takes one character");
        }
        String regex = new SimilarPatterns(text(pattern), escape.isEmpty() ? -1 : escape.codePointAt(0)).translate();
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw invalid(pattern, "the pattern of SIMILAR TO is malformed: " + e.getDescription());
        }
        SqlNode found = call.of("REGEXP", call.get(0), call.text(regex));
        return similar ? found : call.of(SqlStdOperatorTable.NOT, found);
    }

    private static String text(SqlNode node) {
        if (node instanceof SqlCharStringLiteral literal) {
            return literal.getValueAs(String.class);
        }
        throw invalid(node, "the pattern of SIMILAR TO must be constant; use REGEXP for others");
    }

    private static RuntimeException invalid(SqlNode place, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_ARGUMENTS, ParserPositions.of(place.getParserPosition()), message);
    }

    private String translate() {
        while (offset < pattern.length()) {
            int c = pattern.codePointAt(offset);
            offset += Character.charCount(c);
            if (c == escape && offset < pattern.length()) {
                int literal = pattern.codePointAt(offset);
                offset += Character.charCount(literal);
                literal(literal);
            } else if (inBrackets) {
                bracketed(c);
            } else {
                plain(c);
            }
        }
        return regex.append(")\\z").toString();
    }

    private void plain(int c) {
        if (c == '%') {
            regex.append(".*");
        } else if (c == '_') {
            regex.append('.');
        } else if (c == '[') {
            inBrackets = true;
            regex.append('[');
        } else if (SHARED.indexOf(c) >= 0) {
            regex.appendCodePoint(c);
        } else {
            literal(c);
        }
    }

    private void bracketed(int c) {
        int end = pattern.indexOf(":]", offset);
        String name =
                c == '[' && end >= 0 ? pattern.substring(offset - 1, end + 2).toUpperCase(java.util.Locale.ROOT) : "";
        if (CLASSES.containsKey(name)) {
            regex.append(CLASSES.get(name));
            offset = end + 2;
        } else if (c == ']') {
            inBrackets = false;
            regex.append(']');
        } else if (c == '-' || c == '^') {
            regex.appendCodePoint(c);
        } else {
            literal(c);
        }
    }

    private void literal(int c) {
        if (!Character.isLetterOrDigit(c) && c < 128) {
            regex.append('\\');
        }
        regex.appendCodePoint(c);
    }
}
