package io.blink.sql.physical.stream;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has what several parts of a stream begin with run once: a source is read, decoded and filtered for all of them together.
 *
 * <pre>
 *   Aggregate(Project(a, Filter(Scan t)))   Join(Project(b, Filter(Scan t)), …)
 *   =>
 *   Aggregate(Project(a, Forward(x)))   Join(Project(b, Forward(x)), …)   x = Filter(Scan t), once
 * </pre>
 *
 * Readers of one producer never wait for each other beyond what their channels hold: no operator of a stream reads one input to its end before it takes another.
 */
public final class SharedPrefixes {
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<PhysicalNode, PhysicalNode> rebuilt = new IdentityHashMap<>();

    private SharedPrefixes() {}

    /** @param roots sinks */
    public static List<PhysicalNode> share(List<PhysicalNode> roots) {
        SharedPrefixes pass = new SharedPrefixes();
        roots.forEach(pass::count);
        return roots.stream().map(pass::rebuild).toList();
    }

    /** What lies below a node that has been seen belongs to it and is not another use. */
    private void count(PhysicalNode node) {
        if (uses.merge(node.digest(), 1, Integer::sum) == 1) {
            node.inputs().forEach(this::count);
        }
    }

    private PhysicalNode rebuild(PhysicalNode node) {
        PhysicalNode known = rebuilt.get(node);
        if (known == null) {
            known = node instanceof Exchange exchange
                    ? new Exchange(rebuild(exchange.input()), exchange.partitioning())
                    : rebuild((Operation) node);
            rebuilt.put(node, known);
        }
        return known;
    }

    private Operation rebuild(Operation operation) {
        return operation.withInputs(operation.inputs().stream().map(this::input).toList());
    }

    private PhysicalNode input(PhysicalNode input) {
        PhysicalNode made = rebuild(input);
        boolean shared = made instanceof Operation && uses.get(input.digest()) > 1 && readsTable(input);
        return shared ? new Exchange(made, new Partitioning.Forward()) : made;
    }

    private static boolean readsTable(PhysicalNode node) {
        return node instanceof Operation operation && operation.spec() instanceof OperatorSpec.TableScan
                || node.inputs().stream().anyMatch(SharedPrefixes::readsTable);
    }
}
