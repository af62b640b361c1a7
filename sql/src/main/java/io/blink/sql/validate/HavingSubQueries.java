package io.blink.sql.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.util.SqlVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Calls with OVER within sub-queries of HAVING. The validator refuses OVER in HAVING and looks for its operator at any depth; calls that belong to a
 * sub-query therefore get this one, which does the same.
 */
final class HavingSubQueries {
    private static final int OVER_PRECEDENCE = 20;

    private static final SqlOperator OVER =
            new SqlBinaryOperator(
                    "OVER",
                    SqlKind.OVER,
                    OVER_PRECEDENCE,
                    true,
                    ReturnTypes.ARG0_FORCE_NULLABLE,
                    null,
                    OperandTypes.ANY_IGNORE) {
                @Override
                public void validateCall(
                        SqlCall call, SqlValidator validator, SqlValidatorScope scope, SqlValidatorScope operandScope) {
                    SqlStdOperatorTable.OVER.validateCall(asUsual(call), validator, scope, operandScope);
                }

                @Override
                public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
                    return SqlStdOperatorTable.OVER.deriveType(validator, scope, asUsual(call));
                }

                @Override
                public <R> void acceptCall(
                        SqlVisitor<R> visitor,
                        SqlCall call,
                        boolean onlyExpressions,
                        SqlBasicVisitor.ArgHandler<R> argHandler) {
                    SqlStdOperatorTable.OVER.acceptCall(visitor, call, onlyExpressions, argHandler);
                }
            };

    private HavingSubQueries() {}

    private static SqlCall asUsual(SqlCall call) {
        return SqlStdOperatorTable.OVER.createCall(call.getParserPosition(), call.getOperandList());
    }

    /** Changes the query in place. */
    static void rewrite(SqlSelect select) {
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(new SubQueries()));
        }
    }

    /** Leaves alone what belongs to HAVING itself. */
    private static final class SubQueries extends SqlShuttle {
        private int depth;

        @Override
        public SqlNode visit(SqlCall call) {
            boolean query = call.isA(SqlKind.QUERY);
            depth += query ? 1 : 0;
            SqlNode visited = super.visit(call);
            depth -= query ? 1 : 0;
            return depth > 0 && visited instanceof SqlCall inner && inner.getOperator() == SqlStdOperatorTable.OVER
                    ? OVER.createCall(inner.getParserPosition(), inner.getOperandList())
                    : visited;
        }
    }
}
