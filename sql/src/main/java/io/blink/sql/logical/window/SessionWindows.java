package io.blink.sql.logical.window;

import io.blink.core.plan.TimeWindow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.tools.RelBuilder;

/**
 * The sessions of rows that end, by calls with OVER, which need no more memory than a sort.
 *
 * <pre>
 *   WindowAssign(SESSION, time = ts, partition = k, gap)
 *   =>
 *   Project(*, window_start = MIN(ts) OVER (PARTITION BY k, session), window_end = MAX(ts) OVER (…) + gap, window_time)
 *     Project(*, session = COUNT(begins) OVER (PARTITION BY k ORDER BY ts))
 *       Project(*, begins = CASE WHEN ts &lt;= LAG(ts) OVER (PARTITION BY k ORDER BY ts) + gap THEN NULL ELSE 1 END)
 * </pre>
 */
public final class SessionWindows extends RelHomogeneousShuttle {
    private static final long MICROS_PER_MILLI = 1000;

    private final RelBuilder builder;
    private final RexBuilder rexBuilder;

    private SessionWindows(RelBuilder builder) {
        this.builder = builder;
        this.rexBuilder = builder.getRexBuilder();
    }

    public static RelNode expand(RelNode tree, RelBuilder builder) {
        return tree.accept(new SessionWindows(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof LogicalWindowAssign assign && assign.window().kind() == TimeWindow.Kind.SESSION
                ? sessions(assign)
                : visited;
    }

    private RelNode sessions(LogicalWindowAssign assign) {
        int width = assign.windowStartColumn();
        List<RexNode> keys = new ArrayList<>();
        RexNode gap = interval(assign.window().sizeMicros() / MICROS_PER_MILLI);
        builder.push(assign.getInput());
        assign.partitionKeys().forEach(key -> keys.add(builder.field(key)));
        RexNode time = builder.field(assign.timeColumn());
        RexNode previous = builder.aggregateCall(SqlStdOperatorTable.LAG, time)
                .over()
                .partitionBy(keys)
                .orderBy(time)
                .rowsUnbounded()
                .toRex();
        RexNode goesOn = builder.call(
                SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                time,
                rexBuilder.makeCall(time.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(previous, gap)));
        RexNode one = builder.literal(1);
        RexNode none = rexBuilder.makeNullLiteral(one.getType());
        builder.projectPlus(builder.call(SqlStdOperatorTable.CASE, goesOn, none, one));
        RexNode session = builder.aggregateCall(SqlStdOperatorTable.COUNT, builder.field(width))
                .over()
                .partitionBy(keys)
                .orderBy(time)
                .rangeTo(RexWindowBounds.CURRENT_ROW)
                .toRex();
        builder.projectPlus(session);
        List<RexNode> sessionKeys = new ArrayList<>(keys);
        sessionKeys.add(builder.field(width + 1));
        RexNode start = builder.aggregateCall(SqlStdOperatorTable.MIN, time)
                .over()
                .partitionBy(sessionKeys)
                .toRex();
        RexNode latest = builder.aggregateCall(SqlStdOperatorTable.MAX, time)
                .over()
                .partitionBy(sessionKeys)
                .toRex();
        RexNode end = rexBuilder.makeCall(latest.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(latest, gap));
        List<RexNode> columns = new ArrayList<>(builder.fields().subList(0, width));
        columns.add(start);
        columns.add(end);
        columns.add(rexBuilder.makeCall(end.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(end, interval(1))));
        for (int i = width; i < columns.size(); i++) {
            columns.set(
                    i,
                    rexBuilder.ensureType(
                            assign.getRowType().getFieldList().get(i).getType(), columns.get(i), true));
        }
        return builder.project(columns, assign.getRowType().getFieldNames(), true)
                .build();
    }

    private RexNode interval(long millis) {
        return rexBuilder.makeIntervalLiteral(
                BigDecimal.valueOf(millis), new SqlIntervalQualifier(TimeUnit.SECOND, null, SqlParserPos.ZERO));
    }
}
