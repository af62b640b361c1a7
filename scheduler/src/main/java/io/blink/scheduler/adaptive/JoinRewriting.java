package io.blink.scheduler.adaptive;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.RuntimeFilterPlacement;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Vertices with a join changed. Pure functions. */
final class JoinRewriting {
    private JoinRewriting() {}

    /**
     * One vertex of two, the source's rows being read by reference.
     *
     * <pre>
     *   target: J(e, f)   source: S        =>     target: J(S, f), S
     * </pre>
     */
    static Vertex chained(Vertex source, Vertex target, int edge, boolean runtimeFilters) {
        OperatorInput rows = new OperatorInput.FromOperator(source.root().id());
        List<OperatorNode> operators = new ArrayList<>(source.operators());
        for (OperatorNode node : target.operators()) {
            List<OperatorInput> inputs = node.inputs().stream()
                    .map(input -> input instanceof OperatorInput.FromEdge from && from.edgeId() == edge ? rows : input)
                    .toList();
            operators.add(with(node, node.spec(), inputs));
        }
        String name = source.name() + " -> " + target.name();
        return new Vertex(
                target.id(),
                name,
                runtimeFilters ? RuntimeFilterPlacement.in(operators) : operators,
                target.parallelism());
    }

    /**
     * The other side built. A projection puts the columns where they were.
     *
     * <pre>
     *   J(l, r)         =>      project(columns of l, columns of r)
     *                             J'(r, l)
     * </pre>
     *
     * @param left columns of the left side
     * @param projection a free operator id
     */
    static Vertex swapped(Vertex vertex, int join, int left, int projection) {
        OperatorNode node = JoinView.node(vertex, join);
        OperatorSpec.HashJoin spec = (OperatorSpec.HashJoin) node.spec();
        int right = node.output().size() - left;
        OperatorSpec.HashJoin mirrored = new OperatorSpec.HashJoin(
                mirrored(spec.type()),
                spec.rightKeys(),
                spec.leftKeys(),
                spec.nullsEqual(),
                spec.residual() == null
                        ? null
                        : renumbered(spec.residual(), column -> column < left ? column + right : column - left));
        List<Field> turned = new ArrayList<>(node.output().subList(left, left + right));
        turned.addAll(node.output().subList(0, left));
        OperatorNode joined = new OperatorNode(
                node.id(),
                node.stateId(),
                node.name(),
                mirrored,
                List.of(node.inputs().get(1), node.inputs().get(0)),
                turned);
        OperatorNode project = new OperatorNode(
                projection,
                node.stateId() + "-turned",
                "Project",
                new OperatorSpec.Project(restoring(node.output(), left, right)),
                List.of(new OperatorInput.FromOperator(node.id())),
                node.output());
        List<OperatorNode> operators = new ArrayList<>();
        for (OperatorNode other : vertex.operators()) {
            if (other.id() == join) {
                operators.add(joined);
                operators.add(project);
            } else {
                operators.add(redirected(other, join, projection));
            }
        }
        return new Vertex(vertex.id(), vertex.name(), operators, vertex.parallelism());
    }

    private static List<Expression> restoring(List<Field> output, int left, int right) {
        List<Expression> columns = new ArrayList<>();
        for (int column = 0; column < output.size(); column++) {
            int turned = column < left ? column + right : column - left;
            columns.add(new InputColumn(turned, output.get(column).type()));
        }
        return columns;
    }

    static JoinType mirrored(JoinType type) {
        return switch (type) {
            case LEFT -> JoinType.RIGHT;
            case RIGHT -> JoinType.LEFT;
            case INNER, FULL -> type;
            default -> throw new IllegalArgumentException(type + " has no mirror image");
        };
    }

    private static Expression renumbered(Expression expression, IntUnaryOperator newColumn) {
        if (expression instanceof InputColumn column) {
            return new InputColumn(newColumn.applyAsInt(column.index()), column.type());
        }
        if (!(expression instanceof Call call)) {
            return expression;
        }
        List<Expression> arguments = call.arguments().stream()
                .map(argument -> renumbered(argument, newColumn))
                .toList();
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    private static OperatorNode redirected(OperatorNode node, int from, int to) {
        List<OperatorInput> inputs = node.inputs().stream()
                .map(input -> input instanceof OperatorInput.FromOperator operator && operator.operatorId() == from
                        ? new OperatorInput.FromOperator(to)
                        : input)
                .toList();
        return with(node, node.spec(), inputs);
    }

    /** No rows in the place of the join and of all that is below it in the vertex. */
    static Vertex emptied(Vertex vertex, int join) {
        Set<Integer> gone = new HashSet<>();
        collectBelow(vertex, JoinView.node(vertex, join), gone);
        List<OperatorNode> operators = new ArrayList<>();
        for (OperatorNode node : vertex.operators()) {
            if (node.id() == join) {
                operators.add(with(node, new OperatorSpec.Values(List.of()), List.of()));
            } else if (!gone.contains(node.id())) {
                operators.add(node);
            }
        }
        return new Vertex(vertex.id(), vertex.name(), operators, vertex.parallelism());
    }

    private static void collectBelow(Vertex vertex, OperatorNode node, Set<Integer> below) {
        for (OperatorInput input : node.inputs()) {
            if (input instanceof OperatorInput.FromOperator from && below.add(from.operatorId())) {
                collectBelow(vertex, JoinView.node(vertex, from.operatorId()), below);
            }
        }
    }

    private static OperatorNode with(OperatorNode node, OperatorSpec spec, List<OperatorInput> inputs) {
        return new OperatorNode(node.id(), node.stateId(), node.name(), spec, inputs, node.output());
    }
}
