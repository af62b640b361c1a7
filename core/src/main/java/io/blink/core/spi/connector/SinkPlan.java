package io.blink.core.spi.connector;

import io.blink.core.plan.ConnectorHandle;
import java.util.List;

/**
 * A fixed write.
 *
 * @param partitionBy indices of input columns by whose hash rows shall be distributed over the writers; empty: no matter
 * @param sortBy indices of input columns by which each writer wants its rows sorted, in a batch job; empty: no matter
 * @param staging the write that takes the rows, where what it prepares is merged before it is committed: {@code handle}'s writers then get it as {@link PreparedRows}. {@code null}: they take
 *     the rows themselves
 */
public record SinkPlan(
        ConnectorHandle handle,
        List<Integer> partitionBy,
        List<Integer> sortBy,
        String description,
        ConnectorHandle staging) {
    public SinkPlan {
        partitionBy = List.copyOf(partitionBy);
        sortBy = List.copyOf(sortBy);
    }

    public SinkPlan(ConnectorHandle handle, List<Integer> partitionBy, List<Integer> sortBy, String description) {
        this(handle, partitionBy, sortBy, description, null);
    }
}
