package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import io.blink.sql.QueryText;
import org.apache.calcite.sql.SqlNode;

/** A query with its parse tree. Validation rewrites the tree: who validates works on a copy ({@link #tree}). */
public record CalciteQuery(SqlNode node, String text, SourcePosition position) implements QueryText {
    /** A fresh tree of the same query. */
    public SqlNode tree() {
        return GrammarParser.parseQuery(text, position);
    }
}
