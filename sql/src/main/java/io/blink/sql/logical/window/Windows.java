package io.blink.sql.logical.window;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.function.TumbleTableFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * The window table function in terms of the older group function, so that one rewrite serves both spellings.
 *
 * <pre>
 *   TableFunctionScan(TUMBLE(DESCRIPTOR(ts), size), input)
 *   =>
 *   Project(input.*, window_start = $TUMBLE(ts, size), window_end = $TUMBLE(ts, size) + size, window_time = window_end - 1 ms)
 *     input
 * </pre>
 */
public final class Windows extends RelHomogeneousShuttle {
    static final BigDecimal MILLISECOND = BigDecimal.ONE;
    private static final long MICROS_PER_MILLI = 1000;

    private final RelBuilder builder;

    private Windows(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode expandTableFunctions(RelNode tree, RelBuilder builder) {
        return tree.accept(new Windows(builder));
    }

    @Override
    public RelNode visit(TableFunctionScan scan) {
        return expand(scan);
    }

    @Override
    public RelNode visit(RelNode other) {
        return other instanceof LogicalTableFunctionScan scan ? expand(scan) : super.visit(other);
    }

    private RelNode expand(TableFunctionScan scan) {
        RelNode visited = super.visit((RelNode) scan);
        if (!(visited instanceof TableFunctionScan function)
                || !(function.getCall() instanceof RexCall call)
                || call.getOperator() != TumbleTableFunction.INSTANCE) {
            return visited;
        }
        RelNode input = function.getInput(0);
        RexBuilder rexBuilder = builder.getRexBuilder();
        builder.push(input);
        List<RexNode> columns = new ArrayList<>(builder.fields());
        RexNode time = descriptor(call, input);
        List<RexNode> intervals = intervals(call);
        List<RexNode> operands = new ArrayList<>(List.of(time));
        operands.addAll(intervals);
        RexNode start = rexBuilder.makeCall(SqlStdOperatorTable.TUMBLE_OLD, operands);
        RexNode end = rexBuilder.makeCall(SqlStdOperatorTable.DATETIME_PLUS, start, intervals.get(0));
        columns.add(start);
        columns.add(end);
        columns.add(millisecondBefore(end, rexBuilder));
        List<RelDataTypeField> fields = function.getRowType().getFieldList();
        for (int i = 0; i < columns.size(); i++) {
            columns.set(i, rexBuilder.ensureType(fields.get(i).getType(), columns.get(i), true));
        }
        return builder.project(columns, function.getRowType().getFieldNames(), true)
                .build();
    }

    static RexNode millisecondBefore(RexNode time, RexBuilder rexBuilder) {
        RexNode millisecond = rexBuilder.makeIntervalLiteral(
                MILLISECOND,
                new org.apache.calcite.sql.SqlIntervalQualifier(
                        org.apache.calcite.avatica.util.TimeUnit.SECOND,
                        null,
                        org.apache.calcite.sql.parser.SqlParserPos.ZERO));
        return rexBuilder.makeCall(time.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(time, millisecond));
    }

    /** A constant interval of days to seconds. */
    static long micros(RexNode interval, String what) {
        if (interval instanceof RexLiteral literal
                && SqlTypeName.DAY_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            BigDecimal millis = requireNonNull(literal.getValueAs(BigDecimal.class), "an interval literal has a value");
            return millis.multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValueExact();
        }
        throw new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                "The " + what + " of TUMBLE is " + interval
                        + "; it must be a constant of days, hours, minutes or seconds such as INTERVAL '1' MINUTE");
    }

    private static RexNode descriptor(RexCall call, RelNode input) {
        for (RexNode operand : call.getOperands()) {
            if (operand.getKind() == SqlKind.DESCRIPTOR) {
                return ((RexCall) operand).getOperands().get(0);
            }
        }
        throw new IllegalStateException("no descriptor in " + call + " over " + input.getRowType());
    }

    private static List<RexNode> intervals(RexCall call) {
        return call.getOperands().stream()
                .filter(operand ->
                        SqlTypeName.INTERVAL_TYPES.contains(operand.getType().getSqlTypeName()))
                .toList();
    }
}
