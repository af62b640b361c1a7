package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a script at its semicolons, those in strings, quoted names and comments excepted. A piece begins at its first character that is neither
 * blank nor comment and ends at its last that is not blank. A statement set goes on to its END.
 */
public final class ScriptSplitter {
    /** One statement, unread. */
    public record Piece(String text, SourcePosition position) {}

    private static final Pattern STATEMENT_SET = Pattern.compile(
            "(EXPLAIN\\b[\\w\\s,]*?)?\\b((EXECUTE|BEGIN)\\s+)?STATEMENT\\s+SET\\b", Pattern.CASE_INSENSITIVE);

    private final String script;
    private final List<Piece> pieces = new ArrayList<>();
    private int offset;
    private int start = -1;
    /** Of the last statement of a set; without sets the same as the start. */
    private int memberStart = -1;

    private SourcePosition known = new SourcePosition(1, 1);
    private int knownOffset;

    private ScriptSplitter(String script) {
        this.script = script;
    }

    public static List<Piece> split(String script) {
        ScriptSplitter splitter = new ScriptSplitter(script);
        splitter.run();
        return splitter.pieces;
    }

    private void run() {
        while (offset < script.length()) {
            char c = script.charAt(offset);
            if (c == ';') {
                if (isWithinSet()) {
                    memberStart = -1;
                } else {
                    finish();
                }
                offset++;
            } else if (c == '\'' || c == '"' || c == '`') {
                begin();
                skipQuoted(c);
            } else if (isLineComment()) {
                skipLine();
            } else if (script.startsWith("/*", offset)) {
                skipBlockComment();
            } else {
                if (!Character.isWhitespace(c)) {
                    begin();
                }
                offset++;
            }
        }
        finish();
    }

    private void begin() {
        if (start < 0) {
            start = offset;
        }
        if (memberStart < 0) {
            memberStart = offset;
        }
    }

    /** Whether the semicolon here ends a statement of a set and not the set. */
    private boolean isWithinSet() {
        return start >= 0
                && STATEMENT_SET.matcher(script).region(start, offset).lookingAt()
                && (memberStart < 0
                        || !script.substring(memberStart, offset).strip().equalsIgnoreCase("END"));
    }

    private void finish() {
        if (start >= 0) {
            pieces.add(new Piece(script.substring(start, offset).stripTrailing(), positionOf(start)));
            start = -1;
            memberStart = -1;
        }
    }

    /** {@code //} is a comment as in the grammar, but not behind a colon, where it belongs to an address in an unquoted SET. */
    private boolean isLineComment() {
        return script.startsWith("--", offset)
                || (script.startsWith("//", offset) && (offset == 0 || script.charAt(offset - 1) != ':'));
    }

    private void skipLine() {
        while (offset < script.length() && script.charAt(offset) != '\n' && script.charAt(offset) != '\r') {
            offset++;
        }
    }

    private void skipBlockComment() {
        int end = script.indexOf("*/", offset + 2);
        if (end < 0) {
            throw unclosed("The comment");
        }
        if (script.startsWith("/*+", offset)) {
            begin();
        }
        offset = end + 2;
    }

    private void skipQuoted(char quote) {
        int end = script.indexOf(quote, offset + 1);
        while (end >= 0 && end + 1 < script.length() && script.charAt(end + 1) == quote) {
            end = script.indexOf(quote, end + 2);
        }
        if (end < 0) {
            throw unclosed(quote == '\'' ? "The string" : "The quoted name");
        }
        offset = end + 1;
    }

    private RuntimeException unclosed(String what) {
        return SqlErrors.at(SqlErrorCode.SYNTAX_ERROR, positionOf(offset), what + " that begins here is not closed");
    }

    /** Asked for in ascending order: counts on from the place before, so that a long script is gone through once. */
    private SourcePosition positionOf(int target) {
        SourcePosition further = SourceText.positionOf(script, knownOffset, target);
        int line = known.line() + further.line() - 1;
        int column = further.line() == 1 ? known.column() + further.column() - 1 : further.column();
        known = new SourcePosition(line, column);
        knownOffset = target;
        return known;
    }
}
