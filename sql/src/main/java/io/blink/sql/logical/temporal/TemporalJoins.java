package io.blink.sql.logical.temporal;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.catalog.BlinkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Joins with a table as of a time of each row become plain ones.
 *
 * <pre>
 *   Correlate(L, Filter(c; Snapshot(L.t; T)))  =>  Project(L, T; Join(c AND L.t >= version; L, Versions(T)))
 * </pre>
 */
public final class TemporalJoins extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private TemporalJoins(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode rewrite(RelNode tree, RelBuilder builder) {
        return tree.accept(new TemporalJoins(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (!(visited instanceof Correlate correlate)) {
            return visited;
        }
        RelNode right = correlate.getRight();
        RelNode snapshot = right instanceof Filter filter ? filter.getInput() : right;
        return snapshot instanceof Snapshot of ? join(correlate, of) : visited;
    }

    private RelNode join(Correlate correlate, Snapshot snapshot) {
        if (!(snapshot.getPeriod() instanceof RexFieldAccess time)
                || !(time.getReferenceExpr() instanceof RexCorrelVariable)) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "FOR SYSTEM_TIME AS OF takes a time column of the left side of its join, not "
                            + snapshot.getPeriod());
        }
        RelNode left = correlate.getLeft();
        RexBuilder rexBuilder = builder.getRexBuilder();
        RelDataTypeFactory types = builder.getTypeFactory();
        int timeColumn = time.getField().getIndex();
        RelDataType timeType = left.getRowType().getFieldList().get(timeColumn).getType();
        RelDataType versionType = types.createTypeWithNullability(timeType, false);
        LogicalVersions versions = ProcessingTimes.isProcessingTime(left, timeColumn)
                ? LogicalVersions.create(snapshot.getInput(), LogicalVersions.NOW, List.of(), versionType)
                : versions(snapshot.getInput(), versionType);
        int leftWidth = left.getRowType().getFieldCount();
        List<RexNode> conjuncts = new ArrayList<>();
        if (correlate.getRight() instanceof Filter filter) {
            conjuncts.add(filter.getCondition().accept(new Placing(correlate, rexBuilder)));
        }
        int versionColumn = leftWidth + versions.versionColumn();
        conjuncts.add(rexBuilder.makeCall(
                SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                rexBuilder.makeInputRef(timeType, timeColumn),
                rexBuilder.makeInputRef(versionType, versionColumn)));
        builder.push(left).push(versions);
        builder.join(joinType(correlate), conjuncts);
        return builder.project(
                        builder.fields(IntStream.range(0, versionColumn).boxed().toList()),
                        correlate.getRowType().getFieldNames())
                .build();
    }

    private static JoinRelType joinType(Correlate correlate) {
        JoinRelType type = correlate.getJoinType();
        if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "FOR SYSTEM_TIME AS OF stands on the right of JOIN or LEFT JOIN, not of " + type);
        }
        return type;
    }

    /** Columns of the left side, now beside those of the right one. */
    private static final class Placing extends RexShuttle {
        private final Correlate correlate;
        private final RexBuilder rexBuilder;

        Placing(Correlate correlate, RexBuilder rexBuilder) {
            this.correlate = correlate;
            this.rexBuilder = rexBuilder;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            boolean own = access.getReferenceExpr() instanceof RexCorrelVariable variable
                    && variable.id.equals(correlate.getCorrelationId());
            return own
                    ? rexBuilder.makeInputRef(
                            access.getType(), access.getField().getIndex())
                    : super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            int leftWidth = correlate.getLeft().getRowType().getFieldCount();
            return rexBuilder.makeInputRef(ref.getType(), ref.getIndex() + leftWidth);
        }
    }

    // ---- What the versions of rows are

    private LogicalVersions versions(RelNode rows, RelDataType versionType) {
        if (rows instanceof TableScan scan) {
            CatalogTable table = BlinkTable.of(scan).definition();
            List<String> names = scan.getRowType().getFieldNames();
            if (table.watermark() != null && !table.primaryKey().isEmpty()) {
                return LogicalVersions.create(
                        rows,
                        names.indexOf(table.watermark().column()),
                        table.primaryKey().stream().map(names::indexOf).toList(),
                        versionType);
            }
            throw noVersions("Table " + table.path());
        }
        return LatestRows.of(rows, builder)
                .map(latest ->
                        LogicalVersions.create(latest.rows(), latest.timeColumn(), latest.keyColumns(), versionType))
                .orElseThrow(() -> noVersions("This view or query"));
    }

    private static BlinkException noVersions(String what) {
        return new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                what
                        + " keeps no versions by event time, so that it cannot be joined as of the time of a row. Give the table a PRIMARY KEY … NOT ENFORCED and WATERMARK FOR its time,"
                        + " take a view that keeps the latest row of each key (ROW_NUMBER() OVER (PARTITION BY key ORDER BY time DESC) = 1), or join as of PROCTIME().");
    }
}
