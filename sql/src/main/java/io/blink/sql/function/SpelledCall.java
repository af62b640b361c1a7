package io.blink.sql.function;

import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;

/** The arguments of a call and what can be made of them at its place. */
record SpelledCall(SqlCall itself) {
    int count() {
        return itself.operandCount();
    }

    SqlNode get(int index) {
        return itself.operand(index);
    }

    SqlParserPos position() {
        return itself.getParserPosition();
    }

    SqlNode of(SqlOperator operator, SqlNode... operands) {
        return operator.createCall(position(), operands);
    }

    SqlNode of(String function, SqlNode... operands) {
        return ScalarOperators.named(function).createCall(position(), operands);
    }

    /** One of our aggregates, with DISTINCT where the call has it. */
    SqlCall aggregate(String name, SqlNode... operands) {
        return AggregateOperators.named(name).createCall(itself.getFunctionQuantifier(), position(), operands);
    }

    /** The same call of another function, which the validator finds by its name. */
    SqlNode renamed(String name) {
        return call(name, itself.getOperandList());
    }

    /** A call of a function that the validator finds by its name. */
    SqlCall call(String name, List<SqlNode> operands) {
        SqlIdentifier function = new SqlIdentifier(name, position());
        SqlFunctionCategory category = SqlFunctionCategory.USER_DEFINED_FUNCTION;
        return new SqlUnresolvedFunction(function, null, null, null, null, category)
                .createCall(itself.getFunctionQuantifier(), position(), operands.toArray(SqlNode[]::new));
    }

    SqlNode decimal(String digits) {
        return SqlLiteral.createExactNumeric(digits, position());
    }

    SqlNode text(String text) {
        return SqlLiteral.createCharString(text, position());
    }

    SqlNode one() {
        return number(1);
    }

    SqlNode number(long value) {
        return SqlLiteral.createExactNumeric(Long.toString(value), position());
    }

    /** {@code EXTRACT(unit FROM time)}. */
    SqlNode extract(TimeUnit unit, SqlNode time) {
        return of(SqlStdOperatorTable.EXTRACT, new SqlIntervalQualifier(unit, null, position()), time);
    }

    /** An argument as a DATE. */
    SqlNode day(int index) {
        return cast(get(index), SqlTypeName.DATE);
    }

    SqlNode cast(SqlNode value, SqlTypeName type) {
        SqlDataTypeSpec target = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position()), position());
        return of(SqlStdOperatorTable.CAST, value, target);
    }

    /** The type STRING. */
    SqlNode string() {
        return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position()), position());
    }

    SqlNode when(SqlNode condition, SqlNode value) {
        return when(condition, value, nothing());
    }

    SqlNode nothing() {
        return SqlLiteral.createNull(position());
    }

    SqlNode cases(SqlNodeList conditions, SqlNodeList values, SqlNode otherwise) {
        return new SqlCase(position(), null, conditions, values, otherwise);
    }

    SqlNode[] all() {
        return itself.getOperandList().toArray(SqlNode[]::new);
    }

    SqlNode isPositive(SqlNode value) {
        return of(SqlStdOperatorTable.GREATER_THAN, value, number(0));
    }

    SqlNode inverse(SqlNode value) {
        return of(SqlStdOperatorTable.DIVIDE, one(), value);
    }

    /** 1970-01-01. */
    SqlNode firstDay() {
        return SqlLiteral.createDate(DateString.fromDaysSinceEpoch(0), position());
    }

    SqlNode when(SqlNode condition, SqlNode value, SqlNode otherwise) {
        return new SqlCase(position(), null, SqlNodeList.of(condition), SqlNodeList.of(value), otherwise);
    }
}
