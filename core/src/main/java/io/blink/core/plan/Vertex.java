package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Operators that one task runs together, between exchanges.
 *
 * @param operators inputs before their consumers; the last one is the root, whose output goes to the edges that start here
 * @param parallelism tasks; 0: as many as the scheduler gives (each >= 1 is right)
 */
public record Vertex(int id, String name, List<OperatorNode> operators, int parallelism) {
    /** Parallelism that the scheduler chooses. */
    public static final int ANY_PARALLELISM = 0;

    public Vertex {
        requireNonNull(name, "name");
        operators = List.copyOf(operators);
        if (operators.isEmpty()) {
            throw new IllegalArgumentException("vertex " + id + " has no operators");
        }
    }

    public OperatorNode root() {
        return operators.get(operators.size() - 1);
    }
}
