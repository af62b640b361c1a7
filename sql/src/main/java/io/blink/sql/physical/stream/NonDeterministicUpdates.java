package io.blink.sql.physical.stream;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Refuses plans in which a row that is taken back need not be the row that came: where a value that is another each time is computed of rows that change, and a reader finds rows by it. From the sinks
 * down it follows which columns readers find rows by: all of them where old contents are needed, else those of a key. What lookups find is kept with their rows, and the same when these go.
 */
public final class NonDeterministicUpdates {
    private NonDeterministicUpdates() {}

    /** @param roots sinks */
    public static void refuse(List<PhysicalNode> roots) {
        roots.forEach(root -> check(root, Set.of(), root));
    }

    /**
     * @param found columns by which rows of the node are found
     * @param reader that finds them
     */
    private static void check(PhysicalNode node, Set<Integer> found, PhysicalNode reader) {
        Set<Integer> wanted = node.changes().insertOnly() ? Set.of() : found;
        for (int i = 0; i < node.inputs().size(); i++) {
            PhysicalNode input = node.inputs().get(i);
            if (input.changes().insertOnly()) {
                check(input, Set.of(), input);
            } else if (node instanceof Exchange) {
                check(input, wanted, reader);
            } else {
                check((Operation) node, i, input, wanted, reader);
            }
        }
    }

    private static void check(
            Operation operation, int i, PhysicalNode input, Set<Integer> wanted, PhysicalNode reader) {
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.Project project) {
            List<Expression> used =
                    wanted.stream().map(project.expressions()::get).toList();
            used.forEach(expression -> requireDeterministic(expression, operation, input, reader));
            check(input, ExpressionRewriter.columnsOf(used), reader);
        } else if (spec instanceof OperatorSpec.Filter filter) {
            requireDeterministic(filter.predicate(), operation, input, operation);
            Set<Integer> columns = new TreeSet<>(wanted);
            columns.addAll(ExpressionRewriter.columnsOf(List.of(filter.predicate())));
            check(input, columns, reader);
        } else if (spec instanceof OperatorSpec.KeptLookup kept) {
            Set<Integer> columns = new TreeSet<>(kept.rowKey());
            wanted.stream().filter(column -> column < input.output().size()).forEach(columns::add);
            check(input, columns, operation);
        } else if (operation.beforeNeeds().get(i) == BeforeNeed.AS_OUTPUT
                && operation.output().size() == input.output().size()) {
            check(input, wanted, reader);
        } else {
            check(input, foundBy(operation, i, input), operation);
        }
    }

    private static Set<Integer> foundBy(Operation operation, int i, PhysicalNode input) {
        Set<Integer> all =
                new TreeSet<>(IntStream.range(0, input.output().size()).boxed().toList());
        return operation.beforeNeeds().get(i) == BeforeNeed.NEVER
                ? input.changes().keys().stream()
                        .min(Comparator.comparingInt(key -> key.size()))
                        .orElse(all)
                : all;
    }

    private static void requireDeterministic(
            Expression expression, PhysicalNode at, PhysicalNode input, PhysicalNode reader) {
        if (!(expression instanceof Call call)) {
            return;
        }
        if (!call.function().isDeterministic()) {
            throw refused(call, at, input, reader);
        }
        call.arguments().forEach(argument -> requireDeterministic(argument, at, input, reader));
    }

    private static BlinkException refused(Call call, PhysicalNode at, PhysicalNode input, PhysicalNode reader) {
        return PlanErrors.unsupported(
                call.function().name() + " gives another value each time, and " + name(at) + " computes it of rows"
                        + " that change later (because of " + cause(input) + "): when such a row is taken back, "
                        + name(reader)
                        + " would not find the row that came. Compute it of rows that only come, before they are grouped, joined or ranked, leave it out, or SET 'table.optimizer.non-deterministic-update.strategy' = 'IGNORE' if that does not matter");
    }

    private static String name(PhysicalNode node) {
        return node instanceof Operation operation ? operation.name() : "the exchange";
    }

    /** The lowest operator on the way whose rows change. */
    private static String cause(PhysicalNode node) {
        for (PhysicalNode input : node.inputs()) {
            if (!input.changes().insertOnly()) {
                return cause(input);
            }
        }
        return name(node);
    }
}
