package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Which consumer task gets a row of an edge. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "partitioning")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Partitioning.Forward.class, name = "forward"),
    @JsonSubTypes.Type(value = Partitioning.Hash.class, name = "hash"),
    @JsonSubTypes.Type(value = Partitioning.Broadcast.class, name = "broadcast"),
    @JsonSubTypes.Type(value = Partitioning.Rebalance.class, name = "rebalance"),
    @JsonSubTypes.Type(value = Partitioning.Gather.class, name = "gather")
})
public sealed interface Partitioning {
    /** Task i to task i; both sides have the same parallelism. */
    record Forward() implements Partitioning {}

    /**
     * By {@code ColumnHash.ofKeys}. A stream goes to key group {@code ValueHash.bucket(hash, keyGroups)} and the task that owns it; a batch to bucket
     * {@code ValueHash.bucket(hash, buckets)}, of which the scheduler gives each consumer task a range.
     */
    record Hash(List<Integer> keys) implements Partitioning {
        public Hash {
            keys = List.copyOf(keys);
        }
    }

    /** Every row to every task. */
    record Broadcast() implements Partitioning {}

    /** Whole batches in turn, to whichever consumer has room. */
    record Rebalance() implements Partitioning {}

    /** Everything to the only task. With keys the consumer merges its sorted channels by them. */
    record Gather(List<SortKey> mergeKeys) implements Partitioning {
        public Gather {
            mergeKeys = List.copyOf(mergeKeys);
        }
    }
}
