package io.blink.sql.logical.translate;

import io.blink.sql.function.IgnoringNulls;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;

/** {@link IgnoringNulls} over a window becomes its function, with the window call's own mark. */
final class NullTreatment extends RexShuttle {
    private final RexBuilder rexBuilder;

    NullTreatment(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitOver(RexOver over) {
        if (!(over.getAggOperator() instanceof IgnoringNulls ignoring)) {
            return super.visitOver(over);
        }
        RexWindow window = over.getWindow();
        return rexBuilder.makeOver(
                over.getParserPosition(),
                over.getType(),
                ignoring.function(),
                over.getOperands(),
                window.partitionKeys,
                window.orderKeys,
                window.getLowerBound(),
                window.getUpperBound(),
                window.getExclude(),
                window.isRows(),
                true,
                false,
                over.isDistinct(),
                true);
    }
}
