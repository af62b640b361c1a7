package io.blink.core.spi.connector;

import io.blink.core.plan.ConnectorHandle;
import java.util.List;

/**
 * A fixed write.
 *
 * @param partitionBy indices of input columns by whose hash rows shall be distributed over the writers; empty: no matter
 * @param sortBy indices of input columns by which each writer wants its rows sorted, in a batch job; empty: no matter
 */
public record SinkPlan(ConnectorHandle handle, List<Integer> partitionBy, List<Integer> sortBy, String description) {
    public SinkPlan {
        partitionBy = List.copyOf(partitionBy);
        sortBy = List.copyOf(sortBy);
    }
}
