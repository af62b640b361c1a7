package io.blink.sql.recursive;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The places where a recursive query reads its own rows. Where more rows would have to give fewer it may not: the steps would have no sense. */
final class SelfReferences {
    private final String name;
    private final List<SqlIdentifier> found = new ArrayList<>();

    private SelfReferences(String name) {
        this.name = name;
    }

    /** All that FROM clauses of the query hold, also in sub-queries; an error for one in a place that is not allowed. */
    static List<SqlIdentifier> in(SqlNode query, String name) {
        SelfReferences references = new SelfReferences(name);
        references.rows(query, null);
        return references.found;
    }

    /** @param forbidden why there may be none here, or {@code null} */
    private void rows(SqlNode node, String forbidden) {
        if (node instanceof SqlIdentifier identifier) {
            reference(identifier, forbidden);
        } else if (node instanceof SqlSelect select) {
            select(select, forbidden);
        } else if (node instanceof SqlJoin join) {
            join(join, forbidden);
        } else if (node instanceof SqlWith with) {
            with(with, forbidden);
        } else if (node instanceof SqlOrderBy order) {
            rows(order.query, forbidden);
        } else if (node instanceof SqlCall call) {
            call(call, forbidden);
        }
    }

    private void reference(SqlIdentifier identifier, String forbidden) {
        if (!identifier.isSimple() || !identifier.getSimple().equalsIgnoreCase(name)) {
            return;
        }
        if (forbidden != null) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    ParserPositions.of(identifier.getParserPosition()),
                    "the recursive query '" + name + "' cannot read its own rows " + forbidden);
        }
        found.add(identifier);
    }

    private void select(SqlSelect select, String forbidden) {
        if (select.getFrom() != null) {
            rows(select.getFrom(), forbidden);
        }
        for (SqlNode operand : select.getOperandList()) {
            if (operand != null && operand != select.getFrom()) {
                expressions(operand);
            }
        }
    }

    private void expressions(SqlNode node) {
        node.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect || call instanceof SqlWith || call instanceof SqlOrderBy) {
                    rows(call, "in a sub-query of an expression; join with it");
                    return null;
                }
                return super.visit(call);
            }
        });
    }

    private void join(SqlJoin join, String forbidden) {
        JoinType type = join.getJoinType();
        String outer = "on the side of an outer join that is filled with NULL";
        boolean leftFilled = type == JoinType.RIGHT || type == JoinType.FULL;
        boolean rightFilled = type == JoinType.LEFT || type == JoinType.FULL;
        boolean half = type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
        rows(join.getLeft(), leftFilled ? outer : forbidden);
        rows(join.getRight(), rightFilled ? outer : half ? "on the right of " + type + "; join with it" : forbidden);
        if (join.getCondition() != null) {
            expressions(join.getCondition());
        }
    }

    private void with(SqlWith with, String forbidden) {
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            rows(item.query, forbidden);
            if (item.name.getSimple().equalsIgnoreCase(name)) {
                return;
            }
        }
        rows(with.body, forbidden);
    }

    private void call(SqlCall call, String forbidden) {
        switch (call.getKind()) {
            case UNION, INTERSECT -> call.getOperandList().forEach(operand -> rows(operand, forbidden));
            case EXCEPT -> {
                rows(call.operand(0), forbidden);
                call.getOperandList().stream().skip(1).forEach(operand -> rows(operand, "behind EXCEPT"));
            }
            case AS, TABLE_REF, LATERAL, SNAPSHOT, TABLESAMPLE, EXTEND, PIVOT, UNPIVOT, EXPLICIT_TABLE ->
                rows(call.operand(0), forbidden);
            default -> {
                for (SqlNode operand : call.getOperandList()) {
                    if (operand != null && !(operand instanceof SqlNodeList list && list.isEmpty())) {
                        expressions(operand);
                    }
                }
            }
        }
    }
}
