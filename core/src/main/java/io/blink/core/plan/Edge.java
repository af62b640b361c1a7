package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

/** Rows from one vertex's root to an operator input of another vertex that names the edge. */
public record Edge(int id, int sourceVertex, int targetVertex, Partitioning partitioning, EdgeKind kind) {
    public Edge {
        requireNonNull(partitioning, "partitioning");
        requireNonNull(kind, "kind");
    }
}
