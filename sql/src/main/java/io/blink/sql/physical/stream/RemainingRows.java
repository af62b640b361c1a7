package io.blink.sql.physical.stream;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.sort.SortPlanning;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Sort;

/** What a changelog over sources that end leaves behind, known when they have. */
public final class RemainingRows {
    private final PlanningScope scope;

    public RemainingRows(PlanningScope scope) {
        this.scope = scope;
    }

    /** Whether there will be an end. */
    public boolean isKnown() {
        return !scope.unbounded();
    }

    /** Sorted in the task that kept them: a checkpoint is never taken between, where rows lie that are in no state. */
    PhysicalNode sorted(Sort sort, PhysicalNode input) {
        return SortPlanning.plan(sort, of(input));
    }

    /** In one task. */
    public PhysicalNode of(PhysicalNode input) {
        return materialized(Exchanges.gathered(input));
    }

    /** Of changing rows, in as many tasks as there are. */
    public PhysicalNode spread(PhysicalNode input) {
        return materialized(Exchanges.keyed(input, key(input).orElseGet(() -> allColumns(input))));
    }

    private static PhysicalNode materialized(PhysicalNode gathered) {
        Changes changes = gathered.changes();
        Optional<List<Integer>> key = key(gathered);
        OperatorSpec spec = changes.insertOnly()
                ? new OperatorSpec.Materialize(false, List.of())
                : new OperatorSpec.Materialize(true, key.orElseGet(() -> allColumns(gathered)));
        return Operations.changing(
                spec,
                "Materialize",
                "remaining rows",
                List.of(gathered),
                gathered.output(),
                gathered.distribution(),
                gathered.estimate(),
                Changes.insertsBy(changes.keys()),
                List.of(key.isEmpty() ? BeforeNeed.ALWAYS : BeforeNeed.NEVER));
    }

    private static Optional<List<Integer>> key(PhysicalNode node) {
        return node.changes().keys().stream()
                .filter(key -> key.size() < node.output().size())
                .filter(key -> key.stream()
                        .allMatch(column -> isKey(node.output().get(column).type())))
                .min(Comparator.comparingInt(key -> key.size()))
                .map(key -> key.stream().sorted().toList());
    }

    private static List<Integer> allColumns(PhysicalNode node) {
        for (Field field : node.output()) {
            if (!isKey(field.type())) {
                throw PlanErrors.unsupported(
                        "Column '" + field.name() + "' is " + field.type()
                                + ", by which the changing rows of a stream cannot be told apart; leave it out or select its elements");
            }
        }
        return IntStream.range(0, node.output().size()).boxed().toList();
    }

    private static boolean isKey(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> false;
            default -> true;
        };
    }
}
