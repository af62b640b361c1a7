package io.blink.sql.physical.node;

import static java.util.Objects.requireNonNull;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.plan.AdaptiveBroadcast;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.Vertex;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.expression.ExpressionTranslator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;

/**
 * What planning one statement is done with.
 *
 * @param unbounded whether some source never ends
 * @param notices grows by what the user should know of the plan
 */
public record PlanningScope(
        ExecutionMode mode, boolean unbounded, Configuration settings, RexBuilder rexBuilder, Set<String> notices) {
    public PlanningScope {
        requireNonNull(mode, "mode");
        requireNonNull(settings, "settings");
        requireNonNull(rexBuilder, "rexBuilder");
        requireNonNull(notices, "notices");
    }

    /** The same with another value of a setting. */
    public <T> PlanningScope with(ConfigOption<T> option, String value) {
        return new PlanningScope(mode, unbounded, settings.with(option.key(), value), rexBuilder, notices);
    }

    public boolean isStream() {
        return mode == ExecutionMode.STREAMING;
    }

    /** Whether rows that are late go into a table: which they are is told where windows and their like are, so that rows come there as they are. */
    public boolean takesLateAside() {
        return isStream() && settings.optional(SqlOptions.LATE_ROWS_TABLE).isPresent();
    }

    /** Columns of the input of what may find rows late: what logical planning has left is for its reader or for the table of late rows. */
    public List<Integer> lateColumns(RelNode input) {
        int width = input.getRowType().getFieldCount();
        return takesLateAside() ? IntStream.range(0, width).boxed().toList() : List.of();
    }

    public ExpressionTranslator expressions(List<Field> input) {
        return new ExpressionTranslator(input, rexBuilder);
    }

    /** Tasks of each parallel part of the job; 0: the scheduler says. */
    public int parallelism() {
        return Math.max(Vertex.ANY_PARALLELISM, settings.get(SqlOptions.DEFAULT_PARALLELISM));
    }

    /** Up to which estimated size the planner itself sends a build side to every task. */
    public long plannedBroadcastBytesMax() {
        return settings.get(SqlOptions.ADAPTIVE_BROADCAST) == AdaptiveBroadcast.RUNTIME_ONLY ? 0 : broadcastBytesMax();
    }

    public long broadcastBytesMax() {
        return settings.get(SqlOptions.BROADCAST_THRESHOLD).bytes();
    }

    public SqlOptions.AggregatePhases aggregatePhases() {
        return settings.get(SqlOptions.AGGREGATE_PHASES);
    }
}
