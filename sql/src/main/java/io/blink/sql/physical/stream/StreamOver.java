package io.blink.sql.physical.stream;

import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import java.util.List;

/** OVER in a stream. */
final class StreamOver {
    StreamOver(PlanningScope scope) {}

    PhysicalNode plan(PhysicalNode input, List<OverGroup> groups) {
        throw PlanErrors.unsupportedInStream("OVER", "a row's result would change with rows that come later.");
    }
}
