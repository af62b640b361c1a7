package io.blink.sql.parser;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code SET}, {@code SET 'k' = 'v'}, {@code SET k = v} with anything up to the semicolon as v, and RESET likewise. */
public final class SettingParser {
    private static final Pattern STATEMENT =
            Pattern.compile("(SET|RESET)(?![\\w.(])(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("'((?:[^']|'')+)'|([\\w.:-]+)");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:'((?:[^']|'')+)'|([\\w.:-]+))\\s*=\\s*(?:'((?:[^']|'')*)'|([^'].*|))", Pattern.DOTALL);

    /** Spark's spelling of {@link #ZONE_KEY}. */
    private static final Pattern ZONE =
            Pattern.compile("TIME\\s+ZONE\\s+(?:(LOCAL)|'((?:[^']|'')+)')", Pattern.CASE_INSENSITIVE);

    private static final String ZONE_KEY = "table.local-time-zone";

    private SettingParser() {}

    /** The statement, or empty if this is neither SET nor RESET. */
    public static Optional<Statement> parse(ScriptSplitter.Piece piece) {
        Matcher matcher = STATEMENT.matcher(piece.text());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String rest = matcher.group(2).strip();
        return Optional.of(matcher.group(1).equalsIgnoreCase("SET") ? set(rest, piece) : reset(rest, piece));
    }

    private static Statement set(String rest, ScriptSplitter.Piece piece) {
        if (rest.isEmpty() || rest.equalsIgnoreCase("-v")) {
            return new Statement.Set(Optional.empty(), Optional.empty());
        }
        Matcher zone = ZONE.matcher(rest);
        if (zone.matches()) {
            return zone.group(1) == null
                    ? new Statement.Set(Optional.of(ZONE_KEY), Optional.of(unquoted(zone.group(2))))
                    : new Statement.Reset(Optional.of(ZONE_KEY));
        }
        Matcher assignment = ASSIGNMENT.matcher(rest);
        if (assignment.matches()) {
            String value = assignment.group(3) == null ? assignment.group(4) : unquoted(assignment.group(3));
            return new Statement.Set(Optional.of(first(assignment)), Optional.of(value));
        }
        Matcher key = KEY.matcher(rest);
        if (key.matches()) {
            return new Statement.Set(Optional.of(first(key)), Optional.empty());
        }
        throw error(piece, "SET is followed by nothing, by 'key' or by 'key' = 'value'");
    }

    private static Statement reset(String rest, ScriptSplitter.Piece piece) {
        if (rest.isEmpty()) {
            return new Statement.Reset(Optional.empty());
        }
        Matcher key = KEY.matcher(rest);
        if (key.matches()) {
            return new Statement.Reset(Optional.of(first(key)));
        }
        throw error(piece, "RESET is followed by nothing or by 'key'");
    }

    private static String first(Matcher matcher) {
        return matcher.group(1) == null ? matcher.group(2) : unquoted(matcher.group(1));
    }

    private static String unquoted(String text) {
        return text.replace("''", "'");
    }

    private static RuntimeException error(ScriptSplitter.Piece piece, String message) {
        return SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, piece.position(), message);
    }
}
