package io.blink.sql.parser;

import io.blink.core.expression.SourcePosition;
import io.blink.core.plan.SinkConflict;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.QueryText;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** An INSERT up to its query; the parts are those of {@link Statement.Insert}. */
record InsertClause(
        ObjectName table,
        Map<String, String> options,
        boolean overwrite,
        List<PartitionValue> partition,
        boolean ifNotExists,
        List<String> columns) {
    /** @param conflict {@code null} without ON CONFLICT */
    Statement.Insert insert(QueryText query, SinkConflict conflict) {
        return new Statement.Insert(table, options, overwrite, partition, ifNotExists, columns, query, conflict);
    }

    /** The INSERTs of Hive's {@code FROM … INSERT … INSERT …}, which is the text of each of their queries. */
    static List<Statement.Insert> inserts(
            List<InsertClause> clauses,
            List<SqlNode> queries,
            List<SinkConflict> conflicts,
            SqlParserPos position,
            String source) {
        String text = SourceText.slice(source, position);
        SourcePosition start = SourceText.positionOf(position);
        List<Statement.Insert> inserts = new ArrayList<>();
        for (int i = 0; i < clauses.size(); i++) {
            QueryText query = new CalciteQuery(queries.get(i), text, start, i);
            inserts.add(clauses.get(i).insert(query, conflicts.get(i)));
        }
        return inserts;
    }
}
