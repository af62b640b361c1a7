package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import io.blink.sql.QueryTree;
import org.apache.calcite.sql.SqlNode;

/**
 * A query with its parse tree. Validation rewrites the tree: who validates works on a copy ({@link #tree}).
 *
 * @param insert which of the INSERTs of {@code FROM … INSERT … INSERT …}, the text, has this query; -1 if the text is the query
 */
public record CalciteQuery(SqlNode node, String text, SourcePosition position, int insert) implements QueryTree {
    private static final int TEXT_IS_QUERY = -1;

    CalciteQuery(SqlNode node, String text, SourcePosition position) {
        this(node, text, position, TEXT_IS_QUERY);
    }

    @Override
    public SqlNode tree() {
        return insert == TEXT_IS_QUERY
                ? GrammarParser.parseQuery(text, position)
                : GrammarParser.parseInsertedQuery(text, position, insert);
    }
}
