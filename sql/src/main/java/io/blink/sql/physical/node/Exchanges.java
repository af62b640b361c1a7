package io.blink.sql.physical.node;

import io.blink.core.plan.Partitioning;
import io.blink.core.plan.SortKey;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import java.util.List;

/** Puts an exchange above a node where its rows do not lie as they must. */
public final class Exchanges {
    private Exchanges() {}

    /** In one task. */
    public static PhysicalNode gathered(PhysicalNode node) {
        return gathered(node, List.of());
    }

    /** In one task, in order; each task's rows already have the order. */
    public static PhysicalNode gathered(PhysicalNode node, List<SortKey> mergeKeys) {
        return node.distribution().isSingle() ? node : exchange(node, new Partitioning.Gather(mergeKeys));
    }

    /** Rows that agree in the columns in one task. */
    public static PhysicalNode grouped(PhysicalNode node, List<Integer> columns) {
        if (columns.isEmpty()) {
            return gathered(node);
        }
        return node.distribution().groups(columns) ? node : hashed(node, columns);
    }

    /**
     * Rows that agree in the columns in one task, by the hash of exactly these: for operators that keep state by them. The state of a key is restored in the task of the key's hash; rows that lie by some
     * of the columns alone would come to another.
     */
    public static PhysicalNode keyed(PhysicalNode node, List<Integer> columns) {
        return isKeyed(node, columns) ? node : columns.isEmpty() ? gathered(node) : hashed(node, columns);
    }

    /** Whether rows lie as {@link #keyed} places them. */
    public static boolean isKeyed(PhysicalNode node, List<Integer> columns) {
        return node.distribution().isSingle()
                || (!columns.isEmpty() && new Distribution.Hashed(columns).equals(node.distribution()));
    }

    public static PhysicalNode hashed(PhysicalNode node, List<Integer> columns) {
        boolean already = node.distribution() instanceof Distribution.Hashed hashed
                && hashed.columns().equals(columns);
        return already ? node : exchange(node, new Partitioning.Hash(columns));
    }

    public static PhysicalNode replicated(PhysicalNode node) {
        return exchange(node, new Partitioning.Broadcast());
    }

    /** In as many tasks as there are, wherever the rows come from. */
    static PhysicalNode spread(PhysicalNode node) {
        if (!node.distribution().isSingle()) {
            return node;
        }
        PhysicalNode source = withoutExchange(node);
        return source.distribution().isSingle() ? exchange(source, new Partitioning.Rebalance()) : source;
    }

    /** To other tasks, wherever they lie, in turn. */
    public static PhysicalNode dealtOut(PhysicalNode node) {
        return exchange(node, new Partitioning.Rebalance());
    }

    /** To other tasks, wherever they lie: rows that agree in the columns to one, in their order. */
    public static PhysicalNode dealtOut(PhysicalNode node, List<Integer> columns) {
        return exchange(node, columns.isEmpty() ? new Partitioning.Gather(List.of()) : new Partitioning.Hash(columns));
    }

    /** Rows that would change their task twice change it once. */
    private static PhysicalNode exchange(PhysicalNode node, Partitioning partitioning) {
        return new Exchange(withoutExchange(node), partitioning);
    }

    private static PhysicalNode withoutExchange(PhysicalNode node) {
        return node instanceof Exchange exchange ? exchange.input() : node;
    }
}
