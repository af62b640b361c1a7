package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.share.LogicalShared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;

/**
 * Sub-plans that several places read. Equal exchanges start at one vertex ({@link io.blink.sql.physical.graph.GraphBuilder}): what stands above the last exchange each reader does
 * for itself, so that it is cheap, or another exchange stands above it. A reader of an aggregate takes from the exchange only the groups that it keeps.
 */
final class SharedReads {
    private final Map<Integer, PhysicalNode> nodes = new HashMap<>();

    /** The sub-plan's rows, as each of its readers gets them. */
    PhysicalNode rows(LogicalShared shared, Function<RelNode, PhysicalNode> plan) {
        PhysicalNode known = nodes.get(shared.id());
        if (known == null) {
            known = readable(plan.apply(shared.getInput()));
            nodes.put(shared.id(), known);
        }
        return known;
    }

    /** The rows of a node for several readers. */
    static PhysicalNode readable(PhysicalNode node) {
        return isReadCheaply(node) ? node : new Exchange(node, new Partitioning.Rebalance());
    }

    /** Whether nothing but the second half of an aggregation is between the node and its exchange. */
    private static boolean isReadCheaply(PhysicalNode node) {
        if (!(node instanceof Operation operation)) {
            return true;
        }
        if (isPerRow(operation)) {
            return isReadCheaply(operation.onlyInput());
        }
        return operation.spec() instanceof OperatorSpec.Aggregate aggregate
                && aggregate.phase() == AggregatePhase.FINAL
                && operation.onlyInput() instanceof Exchange;
    }

    private static boolean isPerRow(Operation operation) {
        return operation.spec() instanceof OperatorSpec.Project || operation.spec() instanceof OperatorSpec.Filter;
    }

    /** The rows that pass; conditions on group keys are asked before groups are made. */
    static PhysicalNode filtered(PhysicalNode node, List<Expression> conjuncts) {
        if (conjuncts.isEmpty()) {
            return node;
        }
        if (!(node instanceof Operation operation)) {
            return Operations.filter(node, conjuncts);
        }
        if (operation.spec() instanceof OperatorSpec.Project project) {
            return belowProject(operation, project, conjuncts);
        }
        if (operation.spec() instanceof OperatorSpec.Filter filter) {
            return Operations.filter(filtered(operation.onlyInput(), conjuncts), List.of(filter.predicate()));
        }
        return operation.spec() instanceof OperatorSpec.Aggregate aggregate
                ? belowAggregate(operation, aggregate, conjuncts)
                : Operations.filter(node, conjuncts);
    }

    private static PhysicalNode belowProject(
            Operation operation, OperatorSpec.Project project, List<Expression> conjuncts) {
        List<Expression> below = new ArrayList<>();
        List<Expression> above = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            boolean columns = ExpressionRewriter.columnsOf(List.of(conjunct)).stream()
                    .allMatch(column -> project.expressions().get(column) instanceof InputColumn);
            if (columns) {
                below.add(ExpressionRewriter.inline(conjunct, project.expressions()));
            } else {
                above.add(conjunct);
            }
        }
        return above(operation, filtered(operation.onlyInput(), below), above);
    }

    private static PhysicalNode belowAggregate(
            Operation operation, OperatorSpec.Aggregate aggregate, List<Expression> conjuncts) {
        List<Expression> below = new ArrayList<>();
        List<Expression> above = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            SortedSet<Integer> columns = ExpressionRewriter.columnsOf(List.of(conjunct));
            if (!columns.isEmpty() && columns.last() < aggregate.groupKeys().size()) {
                below.add(ExpressionRewriter.renumber(conjunct, aggregate.groupKeys()::get));
            } else {
                above.add(conjunct);
            }
        }
        PhysicalNode input = below.isEmpty() ? operation.onlyInput() : Operations.filter(operation.onlyInput(), below);
        return above(operation, input, above);
    }

    private static PhysicalNode above(Operation operation, PhysicalNode input, List<Expression> conjuncts) {
        double share = input.estimate().rows()
                / Math.max(1, operation.onlyInput().estimate().rows());
        PhysicalNode again = Operations.operation(
                operation.spec(),
                operation.name(),
                operation.meaning(),
                List.of(input),
                operation.output(),
                operation.distribution(),
                operation.ordering(),
                operation.estimate().withRows(operation.estimate().rows() * Math.min(1, share)),
                operation.notes());
        return conjuncts.isEmpty() ? again : Operations.filter(again, conjuncts);
    }
}
