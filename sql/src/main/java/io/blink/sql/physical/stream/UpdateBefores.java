package io.blink.sql.physical.stream;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.UpdatingSpec;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has each operator emit old contents of updated rows only where a reader needs them. A sub-plan with several readers emits what the most demanding one needs, so that it is still computed once.
 */
public final class UpdateBefores {
    private final Set<String> visited = new HashSet<>();
    private final Set<String> needed = new HashSet<>();
    private final Map<String, PhysicalNode> rebuilt = new HashMap<>();

    private UpdateBefores() {}

    /** @param roots sinks */
    public static List<PhysicalNode> drop(List<PhysicalNode> roots) {
        UpdateBefores pass = new UpdateBefores();
        pass.findNeeded(roots);
        return roots.stream().map(pass::rebuild).toList();
    }

    private record Visit(PhysicalNode node, boolean before) {}

    /** A node is visited again when it turns out to be needed with old contents. */
    private void findNeeded(List<PhysicalNode> roots) {
        Deque<Visit> open = new ArrayDeque<>();
        roots.forEach(root -> open.push(new Visit(root, false)));
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            PhysicalNode node = visit.node();
            boolean news = visited.add(node.digest());
            news |= visit.before() && needed.add(node.digest());
            if (news) {
                boolean before = needed.contains(node.digest());
                for (int i = 0; i < node.inputs().size(); i++) {
                    open.push(new Visit(node.inputs().get(i), needs(node, i, before)));
                }
            }
        }
    }

    private static boolean needs(PhysicalNode node, int input, boolean before) {
        if (node instanceof Exchange exchange) {
            return before || exchange.changes().keys().isEmpty();
        }
        BeforeNeed need = ((Operation) node).beforeNeeds().get(input);
        return need == BeforeNeed.ALWAYS || need == BeforeNeed.AS_OUTPUT && before;
    }

    private PhysicalNode rebuild(PhysicalNode node) {
        PhysicalNode known = rebuilt.get(node.digest());
        if (known != null && known.output().equals(node.output())) {
            return known;
        }
        List<PhysicalNode> inputs = node.inputs().stream().map(this::rebuild).toList();
        PhysicalNode made = node instanceof Exchange exchange
                ? new Exchange(inputs.get(0), exchange.partitioning())
                : rebuild((Operation) node, inputs);
        rebuilt.put(node.digest(), made);
        return made;
    }

    private Operation rebuild(Operation operation, List<PhysicalNode> inputs) {
        OperatorSpec spec = operation.spec();
        if (spec instanceof UpdatingSpec updating
                && updating.emitsUpdateBefore()
                && !(operation.changes().updates() && needed.contains(operation.digest()))) {
            return operation.with(updating.withUpdateBefore(false), inputs);
        }
        return operation.withInputs(inputs);
    }
}
