package io.blink.sql.logical.window;

import io.blink.core.plan.TimeWindow;
import io.blink.sql.function.WindowTableFunction;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Window table functions as nodes.
 *
 * <pre>
 *   TableFunctionScan(HOP(DESCRIPTOR(ts), slide, size), input)  =>  WindowAssign(HOP, time = ts; input)
 * </pre>
 */
public final class WindowTableFunctions extends RelHomogeneousShuttle {
    private final ZoneId zone;

    private WindowTableFunctions(ZoneId zone) {
        this.zone = zone;
    }

    /** @param zone by whose clock windows of instants begin and end */
    public static RelNode expand(RelNode tree, ZoneId zone) {
        return tree.accept(new WindowTableFunctions(zone));
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
                || !(call.getOperator() instanceof WindowTableFunction kind)) {
            return visited;
        }
        List<RexCall> descriptors = call.getOperands().stream()
                .filter(operand -> operand.getKind() == SqlKind.DESCRIPTOR)
                .map(RexCall.class::cast)
                .toList();
        List<RexNode> intervals = call.getOperands().stream()
                .filter(operand ->
                        SqlTypeName.INTERVAL_TYPES.contains(operand.getType().getSqlTypeName()))
                .toList();
        ImmutableBitSet keys = descriptors.size() > 1 ? columns(descriptors.get(1)) : ImmutableBitSet.of();
        int time = columns(descriptors.get(0)).nth(0);
        RelNode input = function.getInput(0);
        RelDataType type = input.getRowType().getFieldList().get(time).getType();
        TimeWindow window = WindowArguments.window(kind.windowKind(), intervals, type, zone);
        return LogicalWindowAssign.create(input, window, time, keys);
    }

    private static ImmutableBitSet columns(RexCall descriptor) {
        return ImmutableBitSet.of(descriptor.getOperands().stream()
                .map(column -> ((RexInputRef) column).getIndex())
                .toList());
    }
}
