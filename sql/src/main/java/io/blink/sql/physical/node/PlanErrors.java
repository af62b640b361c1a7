package io.blink.sql.physical.node;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.catalog.BlinkTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/** What cannot be planned, named by its clause. */
public final class PlanErrors {
    private PlanErrors() {}

    public static BlinkException unsupported(String message) {
        return new BlinkException(SqlErrorCode.QUERY_NOT_SUPPORTED, message);
    }

    /** A clause that needs the end of its input, in a stream. */
    public static BlinkException unsupportedInStream(String clause, String why) {
        return unsupported(clause + " is not supported in a streaming job: " + why
                + " Use a TUMBLE window over the table's event time, or SET 'execution.runtime-mode' = 'batch' to read"
                + " what is there now.");
    }

    public static BlinkException unknownNode(RelNode node) {
        return new BlinkException(
                SqlErrorCode.PLANNING_FAILED, "No operator for " + node.getRelTypeName() + ": please report the query");
    }

    public static BlinkTable table(TableScan scan) {
        BlinkTable table = scan.getTable().unwrap(BlinkTable.class);
        if (table == null) {
            throw new BlinkException(
                    SqlErrorCode.PLANNING_FAILED,
                    "No definition of table " + scan.getTable().getQualifiedName());
        }
        return table;
    }
}
