package io.blink.sql.fusion;

import java.util.List;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Expressions over other columns. */
final class Columns {
    private Columns() {}

    /** The expression with the replacement of its number in the place of each column. */
    static RexNode replaced(RexNode expression, List<RexNode> replacements) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return replacements.get(column.getIndex());
            }
        });
    }

    static List<RexNode> replaced(List<RexNode> expressions, List<RexNode> replacements) {
        return expressions.stream()
                .map(expression -> replaced(expression, replacements))
                .toList();
    }
}
