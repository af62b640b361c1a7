package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Lines and columns of a text, counted as the generated lexer counts them: CR, LF and CR LF end a line, a tab is one column. */
final class SourceText {
    private SourceText() {}

    static SourcePosition positionOf(String text, int offset) {
        return positionOf(text, 0, offset);
    }

    /** The place of an offset, counted from another one before it as line 1, column 1. */
    static SourcePosition positionOf(String text, int from, int offset) {
        int line = 1;
        int lineStart = from;
        for (int i = from; i < offset; i++) {
            if (endsLine(text, i)) {
                line++;
                lineStart = i + 1;
            }
        }
        return new SourcePosition(line, offset - lineStart + 1);
    }

    static SourcePosition positionOf(SqlParserPos position) {
        return new SourcePosition(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum()));
    }

    /** The text between two places, both included. */
    static String slice(String text, SqlParserPos position) {
        int start = offsetOf(text, position.getLineNum(), position.getColumnNum());
        int end = offsetOf(text, position.getEndLineNum(), position.getEndColumnNum());
        return text.substring(start, Math.min(text.length(), end + 1));
    }

    /** Blanks and empty lines in front of a statement, so that the lexer counts from the statement's place in its script. */
    static String padded(String text, SourcePosition position) {
        return "\n".repeat(position.line() - 1) + " ".repeat(position.column() - 1) + text;
    }

    static int offsetOf(String text, int line, int column) {
        int offset = 0;
        for (int current = 1; current < line; offset++) {
            if (endsLine(text, offset)) {
                current++;
            }
        }
        return offset + column - 1;
    }

    private static boolean endsLine(String text, int offset) {
        char c = text.charAt(offset);
        return c == '\n' || (c == '\r' && !text.startsWith("\n", offset + 1));
    }
}
