package io.blink.sql.explain;

import io.blink.core.plan.Edge;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.physical.JobPlanner.PlannedJob;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptUtil;

/**
 * The text of EXPLAIN: the optimized logical tree, then the job. Each vertex is a tree of operators, its root first; a leaf is a scan or an edge from
 * another vertex.
 */
public final class PlanText {
    private final PlannedJob job;
    private final JobGraph graph;
    private final boolean estimates;
    private final Optional<ActualRun> actual;
    private final StringBuilder text = new StringBuilder();

    private PlanText(PlannedJob job, boolean estimates, Optional<ActualRun> actual) {
        this.job = job;
        this.graph = job.graph();
        this.estimates = estimates;
        this.actual = actual;
    }

    public static String of(List<LogicalPlan> logical, PlannedJob job) {
        boolean several = logical.size() > 1;
        return logical.stream().map(plan -> tree(plan, several)).collect(Collectors.joining("\n"))
                + "\n== Job ("
                + job.graph().mode().name().toLowerCase(Locale.ROOT) + ") ==\n"
                + new PlanText(job, true, Optional.empty()).job();
    }

    private static String tree(LogicalPlan plan, boolean ofSeveral) {
        String into = ofSeveral ? " into " + plan.target().orElseThrow().table().path() : "";
        return "== Logical plan" + into + " ==\n"
                + RelOptUtil.toString(plan.root()).replace(System.lineSeparator(), "\n");
    }

    /** The job alone, without estimates, which change with statistics. */
    public static String ofJob(PlannedJob job) {
        return new PlanText(job, false, Optional.empty()).job();
    }

    /** The job with what it did, beside what was expected. */
    public static String analyzed(PlannedJob job, ActualRun run) {
        return new PlanText(job, true, Optional.of(run)).job();
    }

    private String job() {
        for (Vertex vertex : graph.vertices()) {
            text.append("Vertex ")
                    .append(vertex.id())
                    .append(actual.map(run -> run.vertices().get(vertex.id()))
                            .map(ActualText::of)
                            .orElseGet(() -> parallelism(vertex)))
                    .append('\n');
            operator(vertex, vertex.root(), 1);
        }
        return text.toString();
    }

    private static String parallelism(Vertex vertex) {
        return switch (vertex.parallelism()) {
            case Vertex.ANY_PARALLELISM -> " (parallel)";
            case 1 -> " (1 task)";
            default -> " (" + vertex.parallelism() + " tasks)";
        };
    }

    private void operator(Vertex vertex, OperatorNode node, int depth) {
        List<List<Field>> inputs = new ArrayList<>();
        for (OperatorInput input : node.inputs()) {
            inputs.add(fields(vertex, input));
        }
        Operation operation = job.operations().get(node.id());
        line(
                depth,
                OperatorText.of(node, inputs)
                        + (estimates ? estimate(operation) : "")
                        + changelog(operation)
                        + actual(node));
        operation.notes().stream()
                .filter(note -> !note.isBlank())
                .flatMap(String::lines)
                .forEach(note -> line(depth + 2, note));
        if (estimates && graph.mode() == ExecutionMode.STREAMING) {
            StateEstimates.of(operation).forEach(kept -> line(depth + 2, kept.text()));
        }
        if (node.spec() instanceof OperatorSpec.TableScan scan
                && !scan.runtimeFilters().isEmpty()) {
            line(depth + 2, "runtime filters: " + runtimeFilters(vertex, node, scan));
        }
        node.inputs().forEach(input -> input(vertex, input, depth + 1));
    }

    /** Columns of the scan, each with the column of a build side whose values it must have, or with the order whose first rows are wanted. */
    private String runtimeFilters(Vertex vertex, OperatorNode node, OperatorSpec.TableScan scan) {
        return scan.runtimeFilters().stream()
                .map(filter -> node.output().get(filter.column()).name()
                        + runtimeFilter(vertex, operator(vertex, filter.operator()), filter.key()))
                .collect(Collectors.joining(", "));
    }

    private String runtimeFilter(Vertex vertex, OperatorNode by, int key) {
        if (by.spec() instanceof OperatorSpec.TopN top) {
            return " among the first " + (top.limit() + top.offset());
        }
        int column = ((OperatorSpec.HashJoin) by.spec()).rightKeys().get(key);
        return " IN " + fields(vertex, by.inputs().get(1)).get(column).name();
    }

    private void input(Vertex vertex, OperatorInput input, int depth) {
        if (input instanceof OperatorInput.FromOperator operator) {
            operator(vertex, operator(vertex, operator.operatorId()), depth);
            return;
        }
        Edge edge = graph.edge(((OperatorInput.FromEdge) input).edgeId());
        String how = OperatorText.partitioning(edge.partitioning(), fields(edge));
        line(
                depth,
                "from vertex " + edge.sourceVertex() + ": " + how + ", "
                        + edge.kind().name().toLowerCase(Locale.ROOT));
    }

    private List<Field> fields(Vertex vertex, OperatorInput input) {
        return input instanceof OperatorInput.FromOperator operator
                ? operator(vertex, operator.operatorId()).output()
                : fields(graph.edge(((OperatorInput.FromEdge) input).edgeId()));
    }

    private List<Field> fields(Edge edge) {
        return graph.vertex(edge.sourceVertex()).root().output();
    }

    private static OperatorNode operator(Vertex vertex, int id) {
        return vertex.operators().stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operator " + id));
    }

    /** Of an operator whose rows change: the kinds that it emits. */
    private static String changelog(Operation operation) {
        return operation.changes().insertOnly()
                ? ""
                : "  changelog=[" + operation.changes().kinds(operation.emitsUpdateBefore()) + "]";
    }

    private static String estimate(Operation operation) {
        Estimate estimate = operation.estimate();
        return estimate.known() ? String.format(Locale.ROOT, "  {rows=%.0f}", estimate.rows()) : "";
    }

    private String actual(OperatorNode node) {
        return actual.map(run -> run.operators().get(node.id()))
                .map(run -> ActualText.of(node, run))
                .orElse("");
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
