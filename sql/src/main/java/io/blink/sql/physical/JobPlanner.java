package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlOptions;
import io.blink.sql.logical.LogicalPlan;
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

    /** @param name for people */
    public static PlannedJob plan(LogicalPlan logical, String name, PlannerContext context) {
        Configuration settings = context.settings();
        ExecutionMode mode = SqlOptions.mode(settings, logical.unbounded());
        PlanningScope scope = new PlanningScope(
                mode,
                logical.unbounded(),
                settings,
                logical.root().getCluster().getRexBuilder(),
                new LinkedHashSet<>());
        PhysicalNode rows = new PhysicalPlanner(scope).plan(logical.root());
        SinkPlanning sinks = new SinkPlanning(scope);
        PhysicalNode root = logical.target().isPresent()
                ? sinks.insert(rows, logical.target().get(), context.connectors())
                : sinks.result(rows, logical.fields());
        if (mode == ExecutionMode.BATCH && settings.get(SqlOptions.RUNTIME_FILTERS)) {
            root = FilterTransfer.in(root, scope.broadcastBytesMax());
        }
        GraphBuilder.Graph graph = new GraphBuilder(
                        mode,
                        parallelism(settings),
                        settings.get(SqlOptions.REUSE_SUB_PLANS),
                        settings.get(SqlOptions.RUNTIME_FILTERS),
                        scope.broadcastBytesMax())
                .build(root);
        return new PlannedJob(
                job(graph, mode, logical, name, context), graph.operations(), List.copyOf(scope.notices()));
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
