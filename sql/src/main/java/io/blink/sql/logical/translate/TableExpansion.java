package io.blink.sql.logical.translate;

import static java.util.Objects.requireNonNull;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.hint.RelationHint;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.parser.GrammarParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * Gives each scan what its table's definition says beyond stored columns.
 *
 * <pre>
 *   Scan(t: a, b AS a + 1, ts, WATERMARK FOR ts AS ts - 5 s)
 *   =>
 *   Watermark(time=ts, delay=5 s)         only in a stream
 *     Project(a, a + 1, ts)               only with computed columns
 *       Scan(t: a, ts)
 * </pre>
 */
public final class TableExpansion extends RelHomogeneousShuttle {
    private static final long MICROS_PER_MILLI = 1000;

    private final QueryTranslator translator;
    private final Configuration settings;
    private final boolean unbounded;
    private final boolean stream;

    private static final Pattern SOURCE_WATERMARK =
            Pattern.compile("\\s*`?SOURCE_WATERMARK`?\\s*\\(\\s*\\)\\s*", Pattern.CASE_INSENSITIVE);

    /** @param trees without sub-queries, to be visited next */
    public TableExpansion(QueryTranslator translator, List<RelNode> trees, Configuration settings) {
        this.translator = translator;
        this.settings = settings;
        this.unbounded = trees.stream().anyMatch(TableExpansion::readsWithoutEnd);
        this.stream = SqlOptions.mode(settings, unbounded) == ExecutionMode.STREAMING;
    }

    private static boolean readsWithoutEnd(RelNode node) {
        return node instanceof TableScan scan
                ? table(scan).isUnbounded()
                : node.getInputs().stream().anyMatch(TableExpansion::readsWithoutEnd);
    }

    /** Whether a table of the trees is unbounded. */
    public boolean unbounded() {
        return unbounded;
    }

    /** Whether the statement runs as a stream. */
    public boolean stream() {
        return stream;
    }

    @Override
    public RelNode visit(TableScan scan) {
        return expand(scan);
    }

    @Override
    public RelNode visit(RelNode other) {
        return other instanceof TableScan scan ? expand(scan) : super.visit(other);
    }

    private RelNode expand(TableScan scan) {
        BlinkTable table = table(scan);
        RelBuilder builder = translator.relBuilder();
        builder.push(stored(scan, table));
        if (table.hasComputedColumns()) {
            builder.project(columns(scan, table, builder), scan.getRowType().getFieldNames(), true);
        }
        RelNode rows = builder.build();
        WatermarkDefinition watermark = table.definition().watermark();
        return !stream || watermark == null ? rows : watermarked(rows, table, watermark);
    }

    private static BlinkTable table(TableScan scan) {
        BlinkTable named = requireNonNull(scan.getTable().unwrap(BlinkTable.class), "a table of a catalog");
        BlinkTable table =
                TableHints.options(scan.getHints()).map(named::withOptions).orElse(named);
        return table.withHints(RelationHint.of(scan.getHints()));
    }

    private RelNode stored(TableScan scan, BlinkTable table) {
        RelDataType row = table.storedRowType(scan.getCluster().getTypeFactory());
        RelOptTable relOptTable =
                RelOptTableImpl.create(scan.getTable().getRelOptSchema(), row, name(scan, table), table, type -> {
                    throw new UnsupportedOperationException("tables are read by connectors, not by generated code");
                });
        return LogicalTableScan.create(scan.getCluster(), relOptTable, List.of());
    }

    /** By their names scans are told apart: one with hints is another than one without. */
    private static List<String> name(TableScan scan, BlinkTable table) {
        List<String> name = new ArrayList<>(scan.getTable().getQualifiedName());
        table.hints().forEach(mark -> name.add(mark.hint().toString()));
        return name;
    }

    private List<RexNode> columns(TableScan scan, BlinkTable table, RelBuilder builder) {
        RexBuilder rexBuilder = scan.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        int stored = 0;
        for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
            ColumnDefinition column = table.definition().columns().get(i);
            if (column.computedAs() == null) {
                columns.add(builder.field(stored++));
            } else {
                RexNode computed =
                        expression(column.computedAs(), builder.peek().getRowType(), table, column.name());
                RelDataTypeField field = scan.getRowType().getFieldList().get(i);
                columns.add(rexBuilder.ensureType(field.getType(), computed, true));
            }
        }
        return columns;
    }

    private RexNode expression(String text, RelDataType row, BlinkTable table, String column) {
        try {
            return translator.translateExpression(
                    GrammarParser.parseExpression(text, new SourcePosition(1, 1)),
                    row,
                    translator.cluster().getRexBuilder());
        } catch (BlinkException e) {
            throw new BlinkException(
                    e.code(),
                    "In the definition of " + table.definition().path() + "." + column + ": " + e.getMessage(),
                    e);
        }
    }

    private RelNode watermarked(RelNode rows, BlinkTable table, WatermarkDefinition watermark) {
        RelDataTypeField time = rows.getRowType().getField(watermark.column(), false, false);
        if (time == null) {
            throw invalid(table, watermark, "there is no column '" + watermark.column() + "'");
        }
        SqlTypeName type = time.getType().getSqlTypeName();
        if (type != SqlTypeName.TIMESTAMP && type != SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
            throw invalid(table, watermark, "its column is " + time.getType() + " and not a TIMESTAMP");
        }
        if (SOURCE_WATERMARK.matcher(watermark.expression()).matches()) {
            requireKnown(type, table, watermark);
            return LogicalWatermark.create(
                    rows,
                    time.getIndex(),
                    new WatermarkPolicies(settings).of(table, OperatorSpec.AssignWatermark.FROM_SOURCE));
        }
        RexNode expression = expression(watermark.expression(), rows.getRowType(), table, watermark.column());
        long delayMicros = delayMicros(expression, time, table, watermark);
        return LogicalWatermark.create(rows, time.getIndex(), new WatermarkPolicies(settings).of(table, delayMicros));
    }

    /** A table that ends needs no watermark to end its windows. */
    private static void requireKnown(SqlTypeName type, BlinkTable table, WatermarkDefinition watermark) {
        if (table.isUnbounded() && !table.source().knowsWatermarks()) {
            throw invalid(
                    table,
                    watermark,
                    "connector '" + table.definition().connector()
                            + "' does not know how far the table's event time has come. A Hive table knows it with 'streaming-source.partition-order' = 'partition-time'; else write the column, less an interval");
        }
        if (type != SqlTypeName.TIMESTAMP) {
            throw invalid(
                    table,
                    watermark,
                    "the times of partitions have no zone: the column must be a TIMESTAMP, and is " + type.getName());
        }
    }

    /** The watermark is the column itself or the column less a constant interval of days to seconds. */
    private static long delayMicros(
            RexNode expression, RelDataTypeField time, BlinkTable table, WatermarkDefinition watermark) {
        RexNode plain = RexUtil.removeCast(expression);
        if (plain instanceof RexInputRef column && column.getIndex() == time.getIndex()) {
            return 0;
        }
        if (plain instanceof RexCall call
                && (call.getOperator() == SqlStdOperatorTable.MINUS_DATE || call.getKind() == SqlKind.MINUS)
                && RexUtil.removeCast(call.getOperands().get(0)) instanceof RexInputRef column
                && column.getIndex() == time.getIndex()
                && call.getOperands().get(1) instanceof RexLiteral interval
                && SqlTypeName.DAY_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())) {
            BigDecimal millis =
                    requireNonNull(interval.getValueAs(BigDecimal.class), "an interval literal has a value");
            if (millis.signum() >= 0) {
                return millis.multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValueExact();
            }
        }
        throw invalid(
                table, watermark, "write the column itself, or the column less a constant such as INTERVAL '5' SECOND");
    }

    private static BlinkException invalid(BlinkTable table, WatermarkDefinition watermark, String why) {
        return new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                "The watermark of " + table.definition().path() + " (FOR " + watermark.column() + " AS "
                        + watermark.expression() + ") cannot be used: " + why);
    }
}
