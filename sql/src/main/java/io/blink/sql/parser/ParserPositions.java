package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Calcite's positions as ours. */
public final class ParserPositions {
    private ParserPositions() {}

    public static SourcePosition of(SqlParserPos position) {
        return SourceText.positionOf(position);
    }
}
