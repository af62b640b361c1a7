package io.blink.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Names that PIVOT and UNPIVOT give where the text gives none, or gives them as names of columns. */
final class PivotNames {
    private PivotNames() {}

    /** Of several aggregates each has a name: its text. */
    static List<SqlNode> ofAggregates(List<SqlNode> aggregates) {
        List<SqlNode> named = new ArrayList<>();
        for (SqlNode aggregate : aggregates) {
            boolean unnamed = aggregates.size() > 1 && aggregate.getKind() != SqlKind.AS;
            named.add(unnamed ? as(aggregate, aggregate.toString().replace("`", "")) : aggregate);
        }
        return named;
    }

    /** A text among the values is the name of its columns, without its quotes. */
    static List<SqlNode> ofValues(List<SqlNode> values) {
        List<SqlNode> named = new ArrayList<>();
        for (SqlNode value : values) {
            boolean text = value instanceof SqlNodeList tuple
                    && tuple.size() == 1
                    && tuple.get(0) instanceof SqlCharStringLiteral;
            named.add(text ? as(value, ((SqlCharStringLiteral) ((SqlNodeList) value).get(0)).toValue()) : value);
        }
        return named;
    }

    private static SqlNode as(SqlNode node, String name) {
        return SqlStdOperatorTable.AS.createCall(
                node.getParserPosition(), node, new SqlIdentifier(name, node.getParserPosition()));
    }

    /** What UNPIVOT calls its columns, written as texts or, in Spark, as names. */
    static SqlNodeList texts(SqlNodeList names) {
        List<SqlNode> texts = new ArrayList<>();
        for (SqlNode name : names) {
            boolean simple = name instanceof SqlIdentifier identifier && identifier.isSimple();
            texts.add(
                    simple
                            ? SqlLiteral.createCharString(((SqlIdentifier) name).getSimple(), name.getParserPosition())
                            : name);
        }
        return new SqlNodeList(texts, names.getParserPosition());
    }
}
