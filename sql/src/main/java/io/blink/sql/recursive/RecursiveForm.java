package io.blink.sql.recursive;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A recursive query taken apart: {@code first UNION [ALL] step}.
 *
 * @param first the rows to begin with
 * @param step what follows from the rows of the step before
 * @param distinct whether rows that are there already are left out: UNION without ALL
 */
record RecursiveForm(SqlNode first, SqlNode step, boolean distinct) {
    /** @param query the item's, its own WITH clauses replaced */
    static RecursiveForm of(SqlWithItem item, SqlNode query) {
        if (query.getKind() != SqlKind.UNION) {
            throw notAllowed(
                    query,
                    item,
                    query.getKind() == SqlKind.ORDER_BY
                            ? "has no ORDER BY and LIMIT of its own; put them into the query that reads it"
                            : "is written 'rows to begin with UNION ALL rows that follow from them'");
        }
        SqlCall union = (SqlCall) query;
        List<SqlNode> first = new ArrayList<>();
        List<SqlNode> steps = new ArrayList<>();
        for (SqlNode branch : branches(union, isAll(union))) {
            List<SqlIdentifier> references = SelfReferences.in(branch, item.name.getSimple());
            if (references.size() > 1) {
                throw notAllowed(references.get(1), item, "can read its own rows only once in each part of its UNION");
            }
            (references.isEmpty() ? first : steps).add(branch);
        }
        if (first.isEmpty()) {
            throw notAllowed(query, item, "has no part that does not read its own rows, and so nothing to begin with");
        }
        return new RecursiveForm(union(union, first), union(union, steps), !isAll(union));
    }

    private static boolean isAll(SqlCall union) {
        return ((SqlSetOperator) union.getOperator()).isAll();
    }

    private static List<SqlNode> branches(SqlNode node, boolean all) {
        if (node instanceof SqlCall call && call.getKind() == SqlKind.UNION && isAll(call) == all) {
            List<SqlNode> branches = new ArrayList<>();
            call.getOperandList().forEach(operand -> branches.addAll(branches(operand, all)));
            return branches;
        }
        return List.of(node);
    }

    private static SqlNode union(SqlCall union, List<SqlNode> branches) {
        SqlParserPos position = union.getParserPosition();
        return branches.stream()
                .reduce((left, right) -> union.getOperator().createCall(position, left, right))
                .orElseThrow();
    }

    private static BlinkException notAllowed(SqlNode place, SqlWithItem item, String rule) {
        return SqlErrors.at(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                ParserPositions.of(place.getParserPosition()),
                "the recursive query '" + item.name.getSimple() + "' " + rule);
    }
}
