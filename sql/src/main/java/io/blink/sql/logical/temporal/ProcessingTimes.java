package io.blink.sql.logical.temporal;

import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.sql.catalog.BlinkTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Which columns are the moment at which a row is processed, before tables are expanded. */
final class ProcessingTimes {
    private static final String FUNCTION = "PROCTIME";

    private ProcessingTimes() {}

    static boolean isProcessingTime(RelNode node, int column) {
        if (node instanceof TableScan scan) {
            ColumnDefinition definition =
                    BlinkTable.of(scan).definition().columns().get(column);
            return definition.computedAs() != null
                    && definition.computedAs().replace(" ", "").equalsIgnoreCase(FUNCTION + "()");
        }
        if (node instanceof Project project) {
            return isProcessingTime(project, project.getProjects().get(column));
        }
        if (node instanceof Filter filter) {
            return isProcessingTime(filter.getInput(), column);
        }
        if (node instanceof Join || node instanceof Correlate) {
            int leftWidth = node.getInput(0).getRowType().getFieldCount();
            return column < leftWidth
                    ? isProcessingTime(node.getInput(0), column)
                    : isProcessingTime(node.getInput(1), column - leftWidth);
        }
        return false;
    }

    private static boolean isProcessingTime(Project project, RexNode expression) {
        if (expression instanceof RexInputRef ref) {
            return isProcessingTime(project.getInput(), ref.getIndex());
        }
        return expression instanceof RexCall call
                && (call.getOperator().getName().equals(FUNCTION)
                        || call.getOperands().size() == 1
                                && call.isA(SqlKind.CAST)
                                && isProcessingTime(project, call.getOperands().get(0)));
    }
}
