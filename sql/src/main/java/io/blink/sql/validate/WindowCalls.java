package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.TimeWindow;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.WindowBoundFunction;
import io.blink.sql.function.WindowBoundFunction.Bound;
import io.blink.sql.function.WindowTableFunction;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Window functions in one form each.
 *
 * <pre>
 *   TABLE(SESSION(DATA => TABLE t PARTITION BY k, TIMECOL => DESCRIPTOR(ts), GAP => i))
 *     =>  TABLE(SESSION(TABLE t, DESCRIPTOR(ts), i, DESCRIPTOR(k)))
 *   GROUP BY HOP(ts, slide, size)   =>  GROUP BY HOP_START(ts, slide, size), HOP_END(ts, slide, size)
 *   HOP_ROWTIME(ts, slide, size)    =>  HOP_END(ts, slide, size) - INTERVAL '0.001' SECOND
 * </pre>
 */
final class WindowCalls {
    private WindowCalls() {}

    private static Optional<TimeWindow.Kind> kind(SqlNode node) {
        if (!(node instanceof SqlCall call) || !(call.getOperator() instanceof SqlFunction)) {
            return Optional.empty();
        }
        String name = call.getOperator().getName().replace("$", "");
        return Arrays.stream(TimeWindow.Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(name))
                .findFirst();
    }

    // ---- Table functions

    /** A {@code TABLE(…)} whose function is a window has its arguments by position. Changes the call in place. */
    static void placeArguments(SqlCall table) {
        Optional<TimeWindow.Kind> kind = kind(table.operand(0));
        if (kind.isPresent()) {
            table.setOperand(0, placed(table.operand(0), kind.get()));
        }
    }

    private static SqlNode placed(SqlCall call, TimeWindow.Kind kind) {
        List<SqlNode> arguments = byPosition(call, WindowTableFunction.parameters(kind));
        if (!arguments.isEmpty() && arguments.get(0).getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            SqlCall data = (SqlCall) arguments.get(0);
            SqlNodeList keys = data.operand(1);
            if (kind != TimeWindow.Kind.SESSION && !keys.isEmpty()) {
                throw invalid(data, "PARTITION BY is for SESSION; " + kind + " windows are the same for all rows");
            }
            arguments.set(0, data.operand(0));
            if (!keys.isEmpty()) {
                arguments.add(SqlStdOperatorTable.DESCRIPTOR.createCall(keys.getParserPosition(), keys.getList()));
            }
        }
        if (!arguments.isEmpty()) {
            arguments.set(0, asSelect(arguments.get(0)));
        }
        return call.getOperator().createCall(call.getParserPosition(), arguments);
    }

    /** Of a query that is no plain SELECT the translation would find those within, and take the first one for the whole. */
    private static SqlNode asSelect(SqlNode data) {
        boolean composed = SqlKind.QUERY.contains(data.getKind())
                && data.getKind() != SqlKind.SELECT
                && data.getKind() != SqlKind.EXPLICIT_TABLE;
        if (!composed) {
            return data;
        }
        SqlParserPos position = data.getParserPosition();
        SqlNodeList star = SqlNodeList.of(SqlIdentifier.star(position));
        return new SqlSelect(position, null, star, data, null, null, null, null, null, null, null, null, null);
    }

    private static List<SqlNode> byPosition(SqlCall call, List<String> parameters) {
        List<SqlNode> operands = call.getOperandList();
        if (operands.stream().noneMatch(operand -> operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT)) {
            return new ArrayList<>(operands);
        }
        SqlNode[] placed = new SqlNode[parameters.size()];
        for (SqlNode operand : operands) {
            if (operand.getKind() != SqlKind.ARGUMENT_ASSIGNMENT) {
                throw invalid(operand, "Give all arguments by name, as in DATA => TABLE t, or none");
            }
            SqlIdentifier name = ((SqlCall) operand).operand(1);
            int place = parameters.indexOf(name.getSimple().toUpperCase(Locale.ROOT));
            if (place < 0 || placed[place] != null) {
                throw invalid(
                        name,
                        name.getSimple() + (place < 0 ? " is no argument of " : " is given twice to ")
                                + call.getOperator().getName() + "; it takes " + String.join(", ", parameters));
            }
            placed[place] = ((SqlCall) operand).operand(0);
        }
        int given = operands.size();
        for (int i = 0; i < given; i++) {
            if (placed[i] == null) {
                throw invalid(call, call.getOperator().getName() + " lacks the argument " + parameters.get(i));
            }
        }
        return new ArrayList<>(Arrays.asList(placed).subList(0, given));
    }

    // ---- Functions of a GROUP BY

    /** The windows of a query's GROUP BY as their bounds. Changes the query in place. */
    static void group(SqlSelect select) {
        if (select.getGroup() == null
                || select.getGroup().stream().noneMatch(key -> kind(key).isPresent())) {
            return;
        }
        SqlNodeList keys = new SqlNodeList(select.getGroup().getParserPosition());
        for (SqlNode key : select.getGroup()) {
            Optional<TimeWindow.Kind> kind = kind(key);
            if (kind.isEmpty()) {
                keys.add(key);
            } else if (kind.get() == TimeWindow.Kind.CUMULATE) {
                throw invalid(key, "CUMULATE is a table function: FROM TABLE(CUMULATE(TABLE t, …))");
            } else {
                keys.add(bound((SqlCall) key, kind.get(), Bound.START));
                keys.add(bound((SqlCall) key, kind.get(), Bound.END));
            }
        }
        select.setGroupBy(keys);
    }

    private static SqlNode bound(SqlCall call, TimeWindow.Kind kind, Bound bound) {
        return WindowBoundFunction.of(kind, bound).createCall(call.getParserPosition(), call.getOperandList());
    }

    /** What the other functions of a window mean. */
    static Optional<SqlNode> meaning(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        SqlParserPos position = call.getParserPosition();
        for (WindowBoundFunction end : WindowBoundFunction.all()) {
            if (name.equals(end.windowKind() + "_ROWTIME") && end.bound() == Bound.END) {
                SqlNode millisecond = SqlLiteral.createInterval(
                        1, "0.001", new SqlIntervalQualifier(TimeUnit.SECOND, null, position), position);
                SqlNode at = end.createCall(position, call.getOperandList());
                return Optional.of(SqlStdOperatorTable.MINUS.createCall(position, at, millisecond));
            }
            if (name.equals(end.windowKind() + "_PROCTIME")) {
                return Optional.of(processingTime(position));
            }
        }
        return Optional.empty();
    }

    /** The moment at which the window is emitted. */
    private static SqlNode processingTime(SqlParserPos position) {
        SqlIdentifier name = new SqlIdentifier("PROCTIME", position);
        return new SqlUnresolvedFunction(name, null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .createCall(position);
    }

    private static BlinkException invalid(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_QUERY, ParserPositions.of(node.getParserPosition()), message);
    }
}
