package io.blink.sql;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.plan.AdaptiveBroadcast;
import io.blink.core.plan.ExecutionMode;
import java.time.Duration;
import java.util.List;

/** The settings that the planner reads. */
public final class SqlOptions {
    /** How a statement runs. */
    public enum RuntimeMode {
        /** As a stream if a source is unbounded, else as a batch. */
        AUTOMATIC,
        BATCH,
        STREAMING
    }

    /** In how many steps aggregates are computed. */
    public enum AggregatePhases {
        /** Partial results before the exchange unless the rows already lie where they are needed. */
        AUTO,
        TWO_PHASE,
        ONE_PHASE
    }

    /** What a query over a stream gives its client. */
    public enum ResultMode {
        /** The rows that remain, once the sources have ended; of sources without end the changes as they come. */
        TABLE,
        /** The changes as they come, the kind of each row in a first column. */
        CHANGELOG,
        TABLEAU
    }

    /** What becomes of values that are others each time where rows are found by them. */
    public enum NonDeterministic {
        IGNORE,
        /** What lookups find is kept, so that it stays the same; a plan with other such values is an error. */
        TRY_RESOLVE
    }

    public static final ConfigOption<RuntimeMode> RUNTIME_MODE = ConfigOption.choice(
            "execution.runtime-mode",
            RuntimeMode.class,
            "automatic",
            "Whether statements run as batch or streaming jobs; automatic looks at the sources.");

    public static final ConfigOption<Integer> DEFAULT_PARALLELISM = ConfigOption.integer(
            "parallelism.default",
            "-1",
            "Tasks for each parallel part of a job; -1: as many as there are slots and work.",
            "table.exec.resource.default-parallelism",
            "sql.resource.default.parallelism");

    public static final ConfigOption<Integer> KEY_GROUPS = ConfigOption.integer(
            "pipeline.max-parallelism",
            "-1",
            "In how many groups keyed state is cut, fixed when a job first starts; -1: 128.");

    /**
     * Larger than Flink's 1 MB: within a process a broadcast travels by reference, and estimates count decoded columns, which are about four times
     * as large as their files.
     */
    public static final ConfigOption<DataSize> BROADCAST_THRESHOLD = ConfigOption.size(
            "table.optimizer.join.broadcast-threshold",
            "10mb",
            "Up to which estimated size one side of a join is sent to every task; 0 switches it off.",
            "sql.exec.hash-join.broadcast.threshold");

    public static final ConfigOption<AdaptiveBroadcast> ADAPTIVE_BROADCAST = ConfigOption.choice(
            "table.optimizer.adaptive-broadcast-join.strategy",
            AdaptiveBroadcast.class,
            "auto",
            "Who decides that one side of a join is sent to every task: auto: the planner by estimates, and where it did not, the scheduler by measured bytes; runtime_only; none: the planner alone.");

    public static final ConfigOption<AggregatePhases> AGGREGATE_PHASES = ConfigOption.choice(
            "table.optimizer.agg-phase-strategy",
            AggregatePhases.class,
            "auto",
            "Whether aggregates are computed in one phase or two.",
            "sql.optimizer.agg.phase.enforcer");

    public static final ConfigOption<Boolean> SPLIT_DISTINCT = ConfigOption.bool(
            "table.optimizer.distinct-agg.split.enabled",
            "false",
            "Whether several tasks share a group of a stream that has DISTINCT aggregates, by their arguments, so that a large group keeps no task busier than others.");

    public static final ConfigOption<Boolean> REUSE_SUB_PLANS = ConfigOption.bool(
            "table.optimizer.reuse-sub-plan-enabled", "true", "Whether equal parts of a plan are computed once.");

    public static final ConfigOption<Boolean> RUNTIME_FILTERS = ConfigOption.bool(
            "table.optimizer.runtime-filter.enabled",
            "true",
            "Whether scans of a batch leave out rows that have no equal on the build side of a join above.");

    public static final ConfigOption<Duration> SOURCE_IDLE_TIMEOUT = ConfigOption.duration(
            "table.exec.source.idle-timeout",
            "0 ms",
            "After which time without rows a source's task no longer holds watermarks back; 0: never.");

    public static final ConfigOption<String> JOB_NAME =
            ConfigOption.string("pipeline.name", null, "The name of jobs; not set: the text of the statement.");

    public static final ConfigOption<Boolean> CDC_DUPLICATES = ConfigOption.bool(
            "table.exec.source.cdc-events-duplicate",
            "false",
            "Whether sources of changes may tell a change twice, so that only what changes a row by the table's PRIMARY KEY goes on.");

    public static final ConfigOption<Duration> AUTO_WATERMARK_INTERVAL = ConfigOption.duration(
            "pipeline.auto-watermark-interval",
            "200 ms",
            "How often watermarks of tables go out whose scan.watermark.emit.strategy is on-periodic.");

    public static final ConfigOption<String> LATE_ROWS_TABLE = ConfigOption.string(
            "table.exec.late-rows.table",
            null,
            "A table for the rows that a streaming INSERT would drop because they are late; it takes their columns by name.");

    public static final ConfigOption<ResultMode> RESULT_MODE = ConfigOption.choice(
            "sql-client.execution.result-mode",
            ResultMode.class,
            "table",
            "What a query over a stream returns: table: the rows that remain when its sources have ended, or of endless ones their changes; changelog and tableau: all changes, the kind of each row in a first column.");

    public static final ConfigOption<Duration> STATE_TTL = ConfigOption.duration(
            "table.exec.state.ttl",
            "0 ms",
            "How long a stream keeps rows and groups that nothing changes; 0: for ever.",
            "sql.exec.state.ttl.ms");

    public static final ConfigOption<Boolean> MINI_BATCH = ConfigOption.bool(
            "table.exec.mini-batch.enabled",
            "true",
            "Whether aggregates of a stream may hold rows back as table.exec.mini-batch.allow-latency says. What has arrived is one batch in any case.");

    public static final ConfigOption<Duration> MINI_BATCH_LATENCY = ConfigOption.duration(
            "table.exec.mini-batch.allow-latency",
            "0 ms",
            "How long aggregates of a stream hold rows back, so that a group changes once for all of them; 0: not at all.",
            "sql.exec.mini-batch.allow-latency.ms");

    public static final ConfigOption<Long> MINI_BATCH_ROWS = ConfigOption.longInteger(
            "table.exec.mini-batch.size",
            "50000",
            "How many rows are held back at most; up to half a million.",
            "sql.exec.mini-batch.size");

    public static final ConfigOption<Boolean> EARLY_FIRE = ConfigOption.bool(
            "table.exec.emit.early-fire.enabled",
            "false",
            "Whether window aggregates of a stream emit results before a window ends, which then change.");

    public static final ConfigOption<Duration> EARLY_FIRE_DELAY = ConfigOption.duration(
            "table.exec.emit.early-fire.delay",
            "0 ms",
            "How long after a change the early result of a window is emitted; 0: at once.");

    public static final ConfigOption<Boolean> LATE_FIRE = ConfigOption.bool(
            "table.exec.emit.late-fire.enabled",
            "false",
            "Whether what late rows change in a window waits as table.exec.emit.late-fire.delay says, rather than being emitted at once.");

    public static final ConfigOption<Duration> LATE_FIRE_DELAY = ConfigOption.duration(
            "table.exec.emit.late-fire.delay",
            "0 ms",
            "How long after a late row the changed result of its window is emitted; 0: at once.");

    public static final ConfigOption<Duration> ALLOWED_LATENESS = ConfigOption.duration(
            "table.exec.emit.allow-lateness",
            "0 ms",
            "How far the watermark may be past the end of a window that still takes rows in a window aggregate of a stream; its result changes by them.");

    public static final ConfigOption<NonDeterministic> NON_DETERMINISTIC_UPDATES = ConfigOption.choice(
            "table.optimizer.non-deterministic-update.strategy",
            NonDeterministic.class,
            "ignore",
            "Of rows that change and are found by values that are others each time: with try_resolve what lookups find for them is kept in state until they go, and a plan with other such values, as those of RAND, is refused.");

    /** Larger than Flink's 10,000: rows lie side by side in columns, without an object each. */
    public static final ConfigOption<Integer> RANK_CACHE_ROWS = ConfigOption.integer(
            "table.exec.rank.topn-cache-size",
            "50000",
            "Rows that a task of a Top-N over a stream keeps in memory beside its state, of partitions that had rows lately.",
            "sql.exec.topn.cache.size");

    /** In which order rows leave a join that asks a table for their keys. */
    public enum LookupOrder {
        /** In that in which they came. */
        ORDERED,
        /** As answers come. */
        ALLOW_UNORDERED
    }

    public static final ConfigOption<LookupOrder> LOOKUP_ORDER = ConfigOption.choice(
            "table.exec.async-lookup.output-mode",
            LookupOrder.class,
            "ordered",
            "Whether rows that a table is asked for leave in their order (ordered), or batches with answers pass others (allow_unordered).");

    /** A request asks for up to 256 keys, so that few of them go a long way. */
    public static final ConfigOption<Integer> LOOKUP_REQUESTS = ConfigOption.integer(
            "table.exec.async-lookup.buffer-capacity",
            "4",
            "Requests for keys that a task has under way at most, each over a connection of its own.");

    public static final ConfigOption<Duration> LOOKUP_TIMEOUT = ConfigOption.duration(
            "table.exec.async-lookup.timeout", "3 min", "After which time without an answer a request for keys fails.");

    public static final ConfigOption<Integer> RECURSION_STEPS_MAX = ConfigOption.integer(
            "table.exec.recursion.max-iterations",
            "1000",
            "After how many steps without an end WITH RECURSIVE is an error.");

    private SqlOptions() {}

    /** How a statement runs. @param unbounded whether it reads a table that has no end */
    public static ExecutionMode mode(Configuration settings, boolean unbounded) {
        return switch (settings.get(RUNTIME_MODE)) {
            case AUTOMATIC -> unbounded ? ExecutionMode.STREAMING : ExecutionMode.BATCH;
            case BATCH -> ExecutionMode.BATCH;
            case STREAMING -> ExecutionMode.STREAMING;
        };
    }

    public static List<ConfigOption<?>> all() {
        return List.of(
                RUNTIME_MODE,
                DEFAULT_PARALLELISM,
                KEY_GROUPS,
                BROADCAST_THRESHOLD,
                ADAPTIVE_BROADCAST,
                AGGREGATE_PHASES,
                REUSE_SUB_PLANS,
                RUNTIME_FILTERS,
                SOURCE_IDLE_TIMEOUT,
                JOB_NAME,
                CDC_DUPLICATES,
                AUTO_WATERMARK_INTERVAL,
                LATE_ROWS_TABLE,
                RESULT_MODE,
                STATE_TTL,
                MINI_BATCH,
                SPLIT_DISTINCT,
                MINI_BATCH_LATENCY,
                MINI_BATCH_ROWS,
                EARLY_FIRE,
                EARLY_FIRE_DELAY,
                LATE_FIRE,
                LATE_FIRE_DELAY,
                ALLOWED_LATENESS,
                RANK_CACHE_ROWS,
                NON_DETERMINISTIC_UPDATES,
                LOOKUP_ORDER,
                LOOKUP_REQUESTS,
                LOOKUP_TIMEOUT,
                RECURSION_STEPS_MAX);
    }
}
