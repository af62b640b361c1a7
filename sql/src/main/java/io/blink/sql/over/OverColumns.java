package io.blink.sql.over;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** The columns of an input and, behind them, what is computed of them for calls with OVER, each once. */
final class OverColumns {
    private final RelNode input;
    private final int width;
    private final List<RexNode> computed = new ArrayList<>();

    OverColumns(RelNode input) {
        this.input = input;
        this.width = input.getRowType().getFieldCount();
    }

    int columnOf(RexNode expression) {
        if (expression instanceof RexInputRef column) {
            return column.getIndex();
        }
        int known = computed.indexOf(expression);
        if (known < 0) {
            known = computed.size();
            computed.add(expression);
        }
        return width + known;
    }

    /** The input, under a projection where something is computed. */
    RelNode project(RelBuilder builder) {
        if (computed.isEmpty()) {
            return input;
        }
        return builder.push(input).projectPlus(computed).build();
    }
}
