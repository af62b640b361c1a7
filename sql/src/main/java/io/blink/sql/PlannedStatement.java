package io.blink.sql;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.JobGraph;
import io.blink.core.type.Field;
import io.blink.sql.explain.ActualRun;
import io.blink.sql.explain.PlanText;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.physical.JobPlanner.PlannedJob;
import java.util.List;
import java.util.stream.Stream;

/** A statement that is ready to run. */
public final class PlannedStatement {
    private final List<LogicalPlan> logical;
    private final PlannedJob job;

    PlannedStatement(List<LogicalPlan> logical, PlannedJob job) {
        this.logical = List.copyOf(logical);
        this.job = requireNonNull(job, "job");
    }

    public JobGraph graph() {
        return job.graph();
    }

    /** Names and types of the rows that the job hands to its client; empty for an INSERT. */
    public List<Field> resultFields() {
        return job.graph().resultFields();
    }

    /** What the user should know beside the plan: hints that are not obeyed. */
    public List<String> notices() {
        return Stream.concat(logical.get(0).notices().stream(), job.notices().stream())
                .toList();
    }

    /** What EXPLAIN prints. */
    public String explain() {
        return PlanText.of(logical, job);
    }

    /** What EXPLAIN ANALYZE prints of a job that has run. */
    public String explain(ActualRun run) {
        return PlanText.analyzed(job, run);
    }

    /** The part of it that says what runs, without estimates. */
    public String explainJob() {
        return PlanText.ofJob(job);
    }
}
