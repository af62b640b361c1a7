package io.blink.sql;

import io.blink.core.expression.SourcePosition;

/** One statement of a script: its text without the semicolon and where it begins. */
public record ParsedStatement(String text, SourcePosition start, Statement statement) {
    public StatementKind kind() {
        return statement.kind();
    }
}
