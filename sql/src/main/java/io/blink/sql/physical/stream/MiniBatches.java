package io.blink.sql.physical.stream;

import io.blink.core.plan.OperatorSpec;
import io.blink.sql.SqlOptions;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.TimeAttribute;
import java.util.List;

/** Has rows wait ahead of operators that work by the batch, where the user allows it. */
final class MiniBatches {
    private static final long ROWS_MAX = 500_000;

    private final PlanningScope scope;

    MiniBatches(PlanningScope scope) {
        this.scope = scope;
    }

    /**
     * The rows of a node in larger batches.
     *
     * @param keys columns that the reader hands on
     * @param steps among which the allowed time is dealt out
     */
    PhysicalNode held(PhysicalNode node, List<Integer> keys, int steps) {
        long latencyMillis = scope.settings().get(SqlOptions.MINI_BATCH_LATENCY).toMillis();
        if (latencyMillis == 0 || !scope.settings().get(SqlOptions.MINI_BATCH)) {
            return node;
        }
        long rows = scope.settings().get(SqlOptions.MINI_BATCH_ROWS);
        boolean timed = keys.stream().anyMatch(key -> TimeAttribute.of(node, key) == TimeAttribute.EVENT);
        OperatorSpec spec = new OperatorSpec.MiniBatch(
                Math.max(1, latencyMillis / steps), rows <= 0 ? ROWS_MAX : Math.min(rows, ROWS_MAX), timed);
        return Operations.changing(
                spec,
                "MiniBatch",
                "MiniBatch",
                List.of(node),
                node.output(),
                node.distribution(),
                node.estimate(),
                node.changes(),
                List.of(BeforeNeed.AS_OUTPUT));
    }
}
