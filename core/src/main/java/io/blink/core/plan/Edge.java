package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Rows from one vertex's root to an operator input of another vertex that names the edge.
 *
 * @param probeSide what may be decided about the edge when a join's other side is measured; {@code null}: nothing
 */
public record Edge(
        int id,
        int sourceVertex,
        int targetVertex,
        Partitioning partitioning,
        EdgeKind kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) ProbeSide probeSide) {
    public Edge {
        requireNonNull(partitioning, "partitioning");
        requireNonNull(kind, "kind");
    }

    public Edge(int id, int sourceVertex, int targetVertex, Partitioning partitioning, EdgeKind kind) {
        this(id, sourceVertex, targetVertex, partitioning, kind, null);
    }

    public Edge withProbeSide(ProbeSide newProbeSide) {
        return new Edge(id, sourceVertex, targetVertex, partitioning, kind, newProbeSide);
    }

    public Edge into(int newTargetVertex) {
        return new Edge(id, sourceVertex, newTargetVertex, partitioning, kind, probeSide);
    }
}
