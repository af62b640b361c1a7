package io.blink.core.spi.connector;

import io.blink.core.expression.Expression;
import io.blink.core.plan.ConnectorHandle;
import java.util.List;

/**
 * A fixed scan. Conjuncts of the request that are neither applied nor remaining hold for every row, and the counts know of them.
 *
 * @param appliedFilters the conjuncts of the request for which readers test each row, leaving out those for which they are not TRUE; the counts do not know of them. None unless the
 *     request is {@link ScanRequest#filtered}
 * @param remainingFilters the conjuncts of the request that rows of the scan may still fail
 * @param rowCount estimate after pruning, or -1
 * @param bytes estimate after pruning, or -1
 * @param description for EXPLAIN: files, partitions and filters used
 */
public record ScanPlan(
        ConnectorHandle handle,
        List<Expression> appliedFilters,
        List<Expression> remainingFilters,
        long rowCount,
        long bytes,
        String description) {
    public ScanPlan {
        appliedFilters = List.copyOf(appliedFilters);
        remainingFilters = List.copyOf(remainingFilters);
    }

    /** Of a source whose readers test no rows. */
    public ScanPlan(
            ConnectorHandle handle, List<Expression> remainingFilters, long rowCount, long bytes, String description) {
        this(handle, List.of(), remainingFilters, rowCount, bytes, description);
    }
}
