package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import java.util.List;

/**
 * A planned job: an acyclic graph of vertices, as it is sent to the job master and stored in every checkpoint.
 *
 * @param name for people: the statement, shortened
 * @param vertices sources before their consumers
 * @param resultFields names and types of the rows that the job hands to its client; empty if it has no {@link OperatorSpec.ResultSink}
 * @param settings what the user set
 * @param statementStartMicros microseconds since 1970-01-01T00:00:00Z, what CURRENT_TIMESTAMP means in this job
 * @param timeZone the session's zone, by IANA name
 * @param keyGroups in how many groups keyed state is cut, fixed at the first start
 */
public record JobGraph(
        int formatVersion,
        String name,
        ExecutionMode mode,
        List<Vertex> vertices,
        List<Edge> edges,
        List<Field> resultFields,
        Configuration settings,
        long statementStartMicros,
        String timeZone,
        int keyGroups) {
    /** The version of the plan format that this build writes. */
    public static final int FORMAT_VERSION = 1;

    public static final int DEFAULT_KEY_GROUPS = 128;

    public JobGraph {
        requireNonNull(name, "name");
        requireNonNull(mode, "mode");
        requireNonNull(settings, "settings");
        requireNonNull(timeZone, "timeZone");
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        resultFields = List.copyOf(resultFields);
    }

    public Vertex vertex(int id) {
        return vertices.stream()
                .filter(vertex -> vertex.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no vertex " + id));
    }

    public Edge edge(int id) {
        return edges.stream()
                .filter(edge -> edge.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no edge " + id));
    }

    public List<Edge> edgesFrom(int vertexId) {
        return edges.stream().filter(edge -> edge.sourceVertex() == vertexId).toList();
    }

    public List<Edge> edgesTo(int vertexId) {
        return edges.stream().filter(edge -> edge.targetVertex() == vertexId).toList();
    }

    @JsonIgnore
    public boolean hasResult() {
        return vertices.stream().anyMatch(vertex -> vertex.root().spec() instanceof OperatorSpec.ResultSink);
    }
}
