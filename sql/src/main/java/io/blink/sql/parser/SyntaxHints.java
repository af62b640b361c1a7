package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a syntax error often comes from: a reserved word as a name, something missing before a clause, a parenthesis left open. */
final class SyntaxHints {
    /** Stands for all kinds of identifiers among what is expected. */
    static final String NAME = "a name";

    /** Words before which something was probably forgotten; seldom meant as names. */
    private static final Set<String> CLAUSES = Set.of(
            "FROM",
            "WHERE",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "ON",
            "USING",
            "AND",
            "OR",
            "NOT",
            "AS",
            "IN",
            "LIKE",
            "BETWEEN",
            "IS",
            "THEN",
            "ELSE",
            "WHEN",
            "END",
            "SELECT",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "SET",
            "VALUES",
            "WITH",
            "INTO");

    private static final Set<String> BEFORE_NAMES =
            Set.of("SELECT", "DISTINCT", "FROM", "JOIN", "BY", "AS", "WHERE", "ON", "AND", "OR", ",", "(", "=");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern BY = Pattern.compile("\\s+BY\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DOT_AND_WORD = Pattern.compile("\\.\\s*([A-Za-z_]\\w*).*", Pattern.DOTALL);

    private SyntaxHints() {}

    /** Of a word where a name may stand. */
    static Optional<String> reservedWord(Token before, Token unexpected, Set<String> expected, String source) {
        if (unexpected.kind == BlinkSqlParserConstants.EOF) {
            return Optional.empty();
        }
        String rest = source.substring(SourceText.offsetOf(source, unexpected.beginLine, unexpected.beginColumn));
        Matcher afterDot = DOT_AND_WORD.matcher(rest);
        if (afterDot.matches() && before.kind == BlinkSqlParserConstants.IDENTIFIER) {
            return Optional.of("; " + quoteIt(afterDot.group(1)));
        }
        boolean name = expected.contains(NAME) || BEFORE_NAMES.contains(before.image.toUpperCase(Locale.ROOT));
        if (!isKeyword(unexpected) || !name) {
            return Optional.empty();
        }
        String word = unexpected.image.toUpperCase(Locale.ROOT);
        boolean clauseBy = BY.matcher(rest.substring(unexpected.image.length())).matches();
        boolean clause = CLAUSES.contains(word) || clauseBy;
        if (clause && !before.image.equalsIgnoreCase("AS")) {
            return Optional.of("; something is missing before it");
        }
        return Optional.of("; " + quoteIt(unexpected.image));
    }

    private static String quoteIt(String word) {
        return "'" + word + "' is a reserved word: as a name it is written `" + word + "`";
    }

    private static boolean isKeyword(Token token) {
        return token.kind != BlinkSqlParserConstants.IDENTIFIER
                && WORD.matcher(token.image).matches();
    }

    /** Where a closing one would do. */
    static Optional<String> openParenthesis(Token unexpected, Set<String> expected, String source) {
        boolean end = unexpected.kind == BlinkSqlParserConstants.EOF;
        if (!end && !expected.contains(")")) {
            return Optional.empty();
        }
        int offset = end ? source.length() : SourceText.offsetOf(source, unexpected.beginLine, unexpected.beginColumn);
        return lastOpen(source.substring(0, offset))
                .map(open -> "; the '(' at line " + open.line() + ", column " + open.column() + " is not closed");
    }

    private static Optional<SourcePosition> lastOpen(String text) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"' || c == '`') {
                int end = text.indexOf(c, i + 1);
                i = end < 0 ? text.length() : end;
            } else if (text.startsWith("--", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i);
                i = end < 0 ? text.length() : end + 1;
            } else if (c == '(') {
                open.push(i);
            } else if (c == ')' && !open.isEmpty()) {
                open.pop();
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(SourceText.positionOf(text, open.peek()));
    }
}
