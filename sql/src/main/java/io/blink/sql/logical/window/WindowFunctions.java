package io.blink.sql.logical.window;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.function.ScalarOperators;
import io.blink.sql.logical.rewrite.Trees;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.TimestampString;

/**
 * What is left of {@code $TUMBLE(ts, size, offset)} as ordinary arithmetic: {@code DATE_TRUNC} for whole units, else ts less the microseconds since the
 * window's start.
 */
public final class WindowFunctions extends RexShuttle {
    private static final Map<Long, String> UNITS =
            Map.of(1_000_000L, "SECOND", 60_000_000L, "MINUTE", 3_600_000_000L, "HOUR", 86_400_000_000L, "DAY");

    private final RexBuilder rexBuilder;

    private WindowFunctions(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    public static RelNode lower(RelNode tree, RexBuilder rexBuilder) {
        return Trees.withExpressions(tree, new WindowFunctions(rexBuilder));
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexCall visited = (RexCall) super.visitCall(call);
        if (visited.getOperator() != SqlStdOperatorTable.TUMBLE_OLD) {
            return visited;
        }
        List<RexNode> operands = visited.getOperands();
        long size = Windows.micros(operands.get(1), "size");
        long offset = operands.size() > 2 ? Windows.micros(operands.get(2), "offset") : 0;
        if (size <= 0) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED, "The size of TUMBLE is not positive: " + operands.get(1));
        }
        return start(operands.get(0), size, offset, visited.getType());
    }

    private RexNode start(RexNode time, long size, long offset, RelDataType type) {
        String unit = UNITS.get(size);
        RexNode start = unit != null && offset == 0
                ? rexBuilder.makeCall(ScalarOperators.named("DATE_TRUNC"), rexBuilder.makeLiteral(unit), time)
                : shifted(time, size, offset);
        return rexBuilder.ensureType(type, start, true);
    }

    /** time - floorMod(time - offset, size), in microseconds. */
    private RexNode shifted(RexNode time, long size, long offset) {
        RexNode epoch = epoch(time.getType());
        RexNode since = rexBuilder.makeCall(
                ScalarOperators.named("TIMESTAMPDIFF"), rexBuilder.makeLiteral("MICROSECOND"), epoch, time);
        RexNode relative = rexBuilder.makeCall(SqlStdOperatorTable.MINUS, since, number(offset));
        RexNode remainder = rexBuilder.makeCall(SqlStdOperatorTable.MOD, relative, number(size));
        RexNode positive = rexBuilder.makeCall(
                SqlStdOperatorTable.MOD,
                rexBuilder.makeCall(SqlStdOperatorTable.PLUS, remainder, number(size)),
                number(size));
        return rexBuilder.makeCall(
                ScalarOperators.named("TIMESTAMPADD"),
                rexBuilder.makeLiteral("MICROSECOND"),
                rexBuilder.makeCall(SqlStdOperatorTable.UNARY_MINUS, positive),
                time);
    }

    private RexNode epoch(RelDataType type) {
        TimestampString epoch = TimestampString.fromMillisSinceEpoch(0);
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                ? rexBuilder.makeTimestampWithLocalTimeZoneLiteral(epoch, type.getPrecision())
                : rexBuilder.makeTimestampLiteral(epoch, type.getPrecision());
    }

    private RexNode number(long value) {
        return rexBuilder.makeExactLiteral(
                BigDecimal.valueOf(value), rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT));
    }
}
