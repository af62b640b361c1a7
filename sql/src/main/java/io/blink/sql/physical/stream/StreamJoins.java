package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinType;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;

/** Joins of a stream. */
final class StreamJoins {
    StreamJoins(PlanningScope scope) {}

    PhysicalNode plan(JoinType type, PhysicalNode left, PhysicalNode right, Expression condition) {
        throw PlanErrors.unsupportedInStream("JOIN", "it would have to keep all rows of both sides for ever.");
    }
}
