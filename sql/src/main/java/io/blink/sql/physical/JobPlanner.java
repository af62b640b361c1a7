package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlOptions;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.physical.graph.FilterTransfer;
import io.blink.sql.physical.graph.GraphBuilder;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Makes the job of a logical plan. */
public final class JobPlanner {
    /**
     * A job.
     *
     * @param operations behind each of its operators, by id
     * @param notices what the user should know of the plan
     */
    public record PlannedJob(JobGraph graph, Map<Integer, PhysicalNode.Operation> operations, List<String> notices) {}

    private JobPlanner() {}

    /**
     * @param logical a query, or INSERTs, which were planned together
     * @param name for people
     */
    public static PlannedJob plan(List<LogicalPlan> logical, String name, PlannerContext context) {
        Configuration settings = context.settings();
        boolean unbounded = logical.get(0).unbounded();
        ExecutionMode mode = SqlOptions.mode(settings, unbounded);
        PlanningScope scope = new PlanningScope(
                mode, unbounded, settings, logical.get(0).root().getCluster().getRexBuilder(), new LinkedHashSet<>());
        PhysicalPlanner planner = new PhysicalPlanner(scope);
        SinkPlanning sinks = new SinkPlanning(scope);
        List<PhysicalNode> roots = logical.stream()
                .map(plan -> sinks.of(plan, planner.plan(plan.root()), context.connectors()))
                .toList();
        if (mode == ExecutionMode.BATCH && settings.get(SqlOptions.RUNTIME_FILTERS)) {
            roots = FilterTransfer.in(roots, scope.broadcastBytesMax());
        }
        GraphBuilder.Graph graph = new GraphBuilder(
                        mode,
                        parallelism(settings),
                        settings.get(SqlOptions.REUSE_SUB_PLANS),
                        settings.get(SqlOptions.RUNTIME_FILTERS),
                        scope.broadcastBytesMax())
                .build(roots);
        return new PlannedJob(
                job(graph, mode, logical.get(0), name, context), graph.operations(), List.copyOf(scope.notices()));
    }

    private static int parallelism(Configuration settings) {
        return Math.max(Vertex.ANY_PARALLELISM, settings.get(SqlOptions.DEFAULT_PARALLELISM));
    }

    private static JobGraph job(
            GraphBuilder.Graph graph, ExecutionMode mode, LogicalPlan logical, String name, PlannerContext context) {
        int keyGroups = context.settings().get(SqlOptions.KEY_GROUPS);
        List<Field> resultFields = logical.target().isPresent() ? List.of() : logical.fields();
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                name,
                mode,
                graph.vertices(),
                graph.edges(),
                resultFields,
                context.settings(),
                context.statementStartMicros(),
                context.timeZone().getId(),
                keyGroups > 0 ? keyGroups : JobGraph.DEFAULT_KEY_GROUPS);
    }
}
