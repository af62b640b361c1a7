package io.blink.core.plan;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the scans that the build sides of joins, and the first rows of an order, may filter: those whose rows reach a join's left side, or that order, within the vertex and nothing else,
 * through operators that look at each row alone. Pure: the planner asks for each vertex, the scheduler again where it puts two vertices together.
 */
public final class RuntimeFilterPlacement {
    private final Map<Integer, OperatorNode> nodes = new HashMap<>();
    private final Map<Integer, Integer> consumers = new HashMap<>();
    private final Map<Integer, List<RuntimeFilter>> filtersByScan = new HashMap<>();

    private RuntimeFilterPlacement(List<OperatorNode> operators) {
        for (OperatorNode node : operators) {
            nodes.put(node.id(), node);
            for (OperatorInput input : node.inputs()) {
                if (input instanceof OperatorInput.FromOperator from) {
                    consumers.merge(from.operatorId(), 1, Integer::sum);
                }
            }
        }
    }

    /** The operators of a vertex, in order, with filters at their scans. */
    public static List<OperatorNode> in(List<OperatorNode> operators) {
        RuntimeFilterPlacement placement = new RuntimeFilterPlacement(operators);
        for (OperatorNode node : operators) {
            if (node.spec() instanceof OperatorSpec.HashJoin join && dropsUnmatchedLeftRows(join.type())) {
                placement.place(node, join);
            } else if (node.spec() instanceof OperatorSpec.TopN top
                    && !top.keys().isEmpty()) {
                placement.place(node, top);
            }
        }
        return operators.stream().map(placement::withFilters).toList();
    }

    private static boolean dropsUnmatchedLeftRows(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    }

    private void place(OperatorNode node, OperatorSpec.HashJoin join) {
        OperatorNode left = below(node.inputs().get(0));
        for (int key = 0; left != null && key < join.leftKeys().size(); key++) {
            int column = join.leftKeys().get(key);
            if (left.output().get(column).type().fields().isEmpty()) {
                trace(node.inputs().get(0), column, node.id(), key);
            }
        }
    }

    /** A row behind the last of the first rows in the first key is behind it altogether. */
    private void place(OperatorNode node, OperatorSpec.TopN top) {
        OperatorNode below = below(node.inputs().get(0));
        int column = top.keys().get(0).column();
        if (below != null && below.output().get(column).type().fields().isEmpty()) {
            trace(node.inputs().get(0), column, node.id(), 0);
        }
    }

    private OperatorNode below(OperatorInput input) {
        return input instanceof OperatorInput.FromOperator from ? nodes.get(from.operatorId()) : null;
    }

    private void trace(OperatorInput input, int column, int operator, int key) {
        OperatorNode node = below(input);
        if (node == null || consumers.get(node.id()) > 1) {
            return;
        }
        OperatorSpec spec = node.spec();
        if (spec instanceof OperatorSpec.TableScan) {
            filtersByScan
                    .computeIfAbsent(node.id(), scan -> new ArrayList<>())
                    .add(new RuntimeFilter(operator, key, column));
        } else if (spec instanceof OperatorSpec.Filter) {
            trace(node.inputs().get(0), column, operator, key);
        } else if (spec instanceof OperatorSpec.Project project) {
            Expression expression = project.expressions().get(column);
            if (expression instanceof InputColumn same) {
                trace(node.inputs().get(0), same.index(), operator, key);
            }
        } else if (spec instanceof OperatorSpec.Unnest unnest
                && column < unnest.keptColumns().size()) {
            trace(node.inputs().get(0), unnest.keptColumns().get(column), operator, key);
        } else if (spec instanceof OperatorSpec.Union) {
            node.inputs().forEach(branch -> trace(branch, column, operator, key));
        } else if (spec instanceof OperatorSpec.HashJoin lower && looksAtEachLeftRowAlone(lower.type())) {
            traceLeft(node, column, operator, key);
        } else if (spec instanceof OperatorSpec.NestedLoopJoin lower && looksAtEachLeftRowAlone(lower.type())) {
            traceLeft(node, column, operator, key);
        }
    }

    private static boolean looksAtEachLeftRowAlone(JoinType type) {
        return type != JoinType.RIGHT && type != JoinType.FULL;
    }

    private void traceLeft(OperatorNode node, int column, int operator, int key) {
        OperatorNode left = below(node.inputs().get(0));
        if (left != null && column < left.output().size()) {
            trace(node.inputs().get(0), column, operator, key);
        }
    }

    private OperatorNode withFilters(OperatorNode node) {
        List<RuntimeFilter> filters = filtersByScan.get(node.id());
        if (filters == null) {
            return node;
        }
        OperatorSpec scan = new OperatorSpec.TableScan(((OperatorSpec.TableScan) node.spec()).scan(), filters);
        return new OperatorNode(node.id(), node.stateId(), node.name(), scan, node.inputs(), node.output());
    }
}
