package io.blink.sql.physical.stream;

import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import org.apache.calcite.rel.core.Aggregate;

/** GROUP BY and DISTINCT of a stream. */
final class StreamAggregates {
    StreamAggregates(PlanningScope scope) {}

    PhysicalNode plan(Aggregate aggregate, Scanned input) {
        boolean distinct = aggregate.getAggCallList().isEmpty();
        throw PlanErrors.unsupportedInStream(
                distinct ? "DISTINCT" : "GROUP BY without a window",
                "its result would change with each row, and it would have to keep all groups for ever.");
    }

    PhysicalNode distinct(PhysicalNode input) {
        throw PlanErrors.unsupportedInStream("UNION", "it would have to remember all rows; use UNION ALL.");
    }
}
