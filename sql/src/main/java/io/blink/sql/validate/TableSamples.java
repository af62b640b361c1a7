package io.blink.sql.validate;

import io.blink.sql.function.ScalarOperators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlSampleSpec.SqlTableSampleSpec;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Samples as the queries that they are. SYSTEM takes rows one by one, as BERNOULLI does.
 *
 * <pre>
 *   t TABLESAMPLE BERNOULLI (10)  =>  (SELECT * FROM t WHERE RAND() < 0.1) AS t
 *   t TABLESAMPLE (5 ROWS)        =>  (SELECT * FROM t LIMIT 5) AS t
 * </pre>
 */
final class TableSamples {
    private TableSamples() {}

    /** Of a TABLESAMPLE, or of a name that stands behind one and takes the place of the table's. */
    static SqlNode rewritten(SqlCall call) {
        if (call.getKind() == SqlKind.AS) {
            return call.operand(0).getKind() == SqlKind.AS ? renamed(call) : call;
        }
        if (call.operand(0).getKind() == SqlKind.AS) {
            SqlCall named = call.operand(0);
            List<SqlNode> operands = new ArrayList<>(named.getOperandList());
            operands.set(0, sampled(named.operand(0), call.operand(1)));
            return SqlStdOperatorTable.AS.createCall(call.getParserPosition(), operands);
        }
        SqlNode table = call.operand(0);
        SqlNode rows = sampled(table, call.operand(1));
        SqlNode name = table instanceof SqlIdentifier identifier
                ? new SqlIdentifier(identifier.names.get(identifier.names.size() - 1), identifier.getParserPosition())
                : null;
        return name == null ? rows : SqlStdOperatorTable.AS.createCall(call.getParserPosition(), rows, name);
    }

    private static SqlNode sampled(SqlNode table, SqlNode size) {
        return size instanceof SqlNumericLiteral count
                ? first(table, count)
                : share(table, ((SqlLiteral) size).getValueAs(SqlSampleSpec.class));
    }

    private static SqlNode renamed(SqlCall alias) {
        List<SqlNode> operands = new ArrayList<>(alias.getOperandList());
        operands.set(0, ((SqlCall) alias.operand(0)).operand(0));
        return SqlStdOperatorTable.AS.createCall(alias.getParserPosition(), operands);
    }

    private static SqlNode first(SqlNode table, SqlNumericLiteral count) {
        return new SqlOrderBy(table.getParserPosition(), all(table, null), SqlNodeList.EMPTY, null, count);
    }

    private static SqlNode share(SqlNode table, SqlSampleSpec sample) {
        SqlTableSampleSpec spec = (SqlTableSampleSpec) sample;
        if (spec.sampleRate.compareTo(BigDecimal.ONE) >= 0) {
            return all(table, null);
        }
        SqlParserPos position = table.getParserPosition();
        SqlNode[] seed = spec.isRepeatable()
                ? new SqlNode[] {SqlLiteral.createExactNumeric(Integer.toString(spec.getRepeatableSeed()), position)}
                : new SqlNode[0];
        SqlNode rate = SqlLiteral.createApproxNumeric(spec.sampleRate.toString() + "E0", position);
        return all(
                table,
                SqlStdOperatorTable.LESS_THAN.createCall(
                        position, ScalarOperators.named("RAND").createCall(position, seed), rate));
    }

    private static SqlSelect all(SqlNode table, SqlNode condition) {
        SqlParserPos position = table.getParserPosition();
        SqlNodeList star = SqlNodeList.of(SqlIdentifier.star(position));
        return new SqlSelect(position, null, star, table, condition, null, null, null, null, null, null, null, null);
    }
}
