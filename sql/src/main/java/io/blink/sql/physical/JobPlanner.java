package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.type.Field;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlOptions;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.logical.translate.LateRowsTarget;
import io.blink.sql.physical.graph.FilterTransfer;
import io.blink.sql.physical.graph.GraphBuilder;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.stream.LateRows;
import io.blink.sql.physical.stream.NonDeterministicUpdates;
import io.blink.sql.physical.stream.SharedPrefixes;
import io.blink.sql.physical.stream.UpdateBefores;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        if (mode == ExecutionMode.STREAMING) {
            roots = lateRowsAside(roots, logical, sinks, context);
            if (settings.get(SqlOptions.NON_DETERMINISTIC_UPDATES) == SqlOptions.NonDeterministic.TRY_RESOLVE) {
                NonDeterministicUpdates.refuse(roots);
            }
            roots = UpdateBefores.drop(roots);
        }
        roots = SpreadScans.in(roots);
        if (mode == ExecutionMode.STREAMING) {
            roots = settings.get(SqlOptions.REUSE_SUB_PLANS) ? SharedPrefixes.share(roots) : roots;
        }
        GraphBuilder.Graph graph = new GraphBuilder(
                        mode,
                        scope.parallelism(),
                        settings.get(SqlOptions.REUSE_SUB_PLANS),
                        settings.get(SqlOptions.RUNTIME_FILTERS),
                        scope.broadcastBytesMax())
                .build(roots);
        return new PlannedJob(
                job(graph, mode, resultFields(logical.get(0), roots.get(0)), name, context),
                graph.operations(),
                List.copyOf(scope.notices()));
    }

    /** The sinks, and one more where late rows have a table. */
    private static List<PhysicalNode> lateRowsAside(
            List<PhysicalNode> roots, List<LogicalPlan> logical, SinkPlanning sinks, PlannerContext context) {
        Configuration settings = context.settings();
        Optional<CatalogTable> target = LateRowsTarget.of(context);
        if (target.isEmpty() || logical.get(0).target().isEmpty()) {
            return roots;
        }
        if (!settings.get(SqlOptions.REUSE_SUB_PLANS)) {
            throw PlanErrors.unsupported("'" + SqlOptions.LATE_ROWS_TABLE.key() + "' needs '"
                    + SqlOptions.REUSE_SUB_PLANS.key() + "', so that which rows are late is said once");
        }
        LateRowsTable table = new LateRowsTable(target.get());
        LateRows.Parted parted = LateRows.part(roots);
        List<PhysicalNode> all = new ArrayList<>(parted.roots());
        all.add(sinks.insert(table.stored(parted.aside()), table.target(), context.connectors()));
        return all;
    }

    /** As the user named them; a changelog has the kind of each row before them. */
    private static List<Field> resultFields(LogicalPlan logical, PhysicalNode sink) {
        if (logical.target().isPresent()) {
            return List.of();
        }
        List<Field> rows = sink.inputs().get(0).output();
        int more = rows.size() - logical.fields().size();
        List<Field> fields = new ArrayList<>(rows.subList(0, more));
        fields.addAll(logical.fields());
        return fields;
    }

    private static JobGraph job(
            GraphBuilder.Graph graph,
            ExecutionMode mode,
            List<Field> resultFields,
            String name,
            PlannerContext context) {
        int keyGroups = context.settings().get(SqlOptions.KEY_GROUPS);
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
