package io.blink.core.spi.connector;

import io.blink.core.expression.Expression;
import io.blink.core.plan.ConnectorHandle;
import java.util.List;

/**
 * A fixed scan.
 *
 * @param remainingFilters the conjuncts of the request that rows of the scan may still fail; the others hold for every row
 * @param rowCount estimate after pruning, or -1
 * @param bytes estimate after pruning, or -1
 * @param description for EXPLAIN: files, partitions and filters used
 */
public record ScanPlan(
        ConnectorHandle handle, List<Expression> remainingFilters, long rowCount, long bytes, String description) {
    public ScanPlan {
        remainingFilters = List.copyOf(remainingFilters);
    }
}
