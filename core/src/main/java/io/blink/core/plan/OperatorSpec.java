package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.WindowFunction;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** What an operator does, without where it runs. Column numbers refer to the operator's input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "operator")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperatorSpec.TableScan.class, name = "tableScan"),
    @JsonSubTypes.Type(value = OperatorSpec.Values.class, name = "values"),
    @JsonSubTypes.Type(value = OperatorSpec.Filter.class, name = "filter"),
    @JsonSubTypes.Type(value = OperatorSpec.Project.class, name = "project"),
    @JsonSubTypes.Type(value = OperatorSpec.Aggregate.class, name = "aggregate"),
    @JsonSubTypes.Type(value = OperatorSpec.HashJoin.class, name = "hashJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.NestedLoopJoin.class, name = "nestedLoopJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.StreamJoin.class, name = "streamJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.IntervalJoin.class, name = "intervalJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.LookupJoin.class, name = "lookupJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.KeyLookupJoin.class, name = "keyLookupJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.KeptLookup.class, name = "keptLookup"),
    @JsonSubTypes.Type(value = OperatorSpec.TemporalJoin.class, name = "temporalJoin"),
    @JsonSubTypes.Type(value = OperatorSpec.Sort.class, name = "sort"),
    @JsonSubTypes.Type(value = OperatorSpec.TopN.class, name = "topN"),
    @JsonSubTypes.Type(value = OperatorSpec.Limit.class, name = "limit"),
    @JsonSubTypes.Type(value = OperatorSpec.Union.class, name = "union"),
    @JsonSubTypes.Type(value = OperatorSpec.AssignWatermark.class, name = "assignWatermark"),
    @JsonSubTypes.Type(value = OperatorSpec.MarkLate.class, name = "markLate"),
    @JsonSubTypes.Type(value = OperatorSpec.WindowAssign.class, name = "windowAssign"),
    @JsonSubTypes.Type(value = OperatorSpec.WindowAggregate.class, name = "windowAggregate"),
    @JsonSubTypes.Type(value = OperatorSpec.FiringWindowAggregate.class, name = "firingWindowAggregate"),
    @JsonSubTypes.Type(value = OperatorSpec.MiniBatch.class, name = "miniBatch"),
    @JsonSubTypes.Type(value = OperatorSpec.GroupAggregate.class, name = "groupAggregate"),
    @JsonSubTypes.Type(value = OperatorSpec.SplitDistinct.class, name = "splitDistinct"),
    @JsonSubTypes.Type(value = OperatorSpec.WindowScope.class, name = "windowScope"),
    @JsonSubTypes.Type(value = OperatorSpec.OverWindow.class, name = "overWindow"),
    @JsonSubTypes.Type(value = OperatorSpec.StreamOver.class, name = "streamOver"),
    @JsonSubTypes.Type(value = OperatorSpec.TopRanks.class, name = "topRanks"),
    @JsonSubTypes.Type(value = OperatorSpec.Deduplicate.class, name = "deduplicate"),
    @JsonSubTypes.Type(value = OperatorSpec.StreamRank.class, name = "streamRank"),
    @JsonSubTypes.Type(value = OperatorSpec.Match.class, name = "match"),
    @JsonSubTypes.Type(value = OperatorSpec.ChangelogNormalize.class, name = "changelogNormalize"),
    @JsonSubTypes.Type(value = OperatorSpec.UpsertMaterialize.class, name = "upsertMaterialize"),
    @JsonSubTypes.Type(value = OperatorSpec.Unnest.class, name = "unnest"),
    @JsonSubTypes.Type(value = OperatorSpec.AssignProcessingTime.class, name = "assignProcessingTime"),
    @JsonSubTypes.Type(value = OperatorSpec.Materialize.class, name = "materialize"),
    @JsonSubTypes.Type(value = OperatorSpec.ChangelogColumn.class, name = "changelogColumn"),
    @JsonSubTypes.Type(value = OperatorSpec.TableStage.class, name = "tableStage"),
    @JsonSubTypes.Type(value = OperatorSpec.TableWrite.class, name = "tableWrite"),
    @JsonSubTypes.Type(value = OperatorSpec.ResultSink.class, name = "resultSink")
})
public sealed interface OperatorSpec {
    /**
     * Reads the splits that the job master hands to the task. No input.
     *
     * @param runtimeFilters by joins and first rows of the same vertex, which the rows of this scan alone reach
     */
    record TableScan(
            ConnectorHandle scan,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RuntimeFilter> runtimeFilters) implements OperatorSpec {
        public TableScan {
            runtimeFilters = runtimeFilters == null ? List.of() : List.copyOf(runtimeFilters);
        }

        public TableScan(ConnectorHandle scan) {
            this(scan, List.of());
        }
    }

    /** Constant rows, emitted by the only task. No input. */
    record Values(List<List<Literal>> rows) implements OperatorSpec {
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Keeps the rows for which the predicate is TRUE. */
    record Filter(Expression predicate) implements OperatorSpec {}

    record Project(List<Expression> expressions) implements OperatorSpec {
        public Project {
            expressions = List.copyOf(expressions);
        }
    }

    /**
     * Group keys, then aggregates. Without keys: exactly one row (phases FINAL and SINGLE run in one task). Without calls: the distinct keys. In phase
     * FINAL the group keys are the first columns.
     */
    record Aggregate(AggregatePhase phase, List<Integer> groupKeys, List<AggregateCall> calls) implements OperatorSpec {
        public Aggregate {
            groupKeys = List.copyOf(groupKeys);
            calls = List.copyOf(calls);
        }
    }

    /**
     * Joins input 0 (probe) with input 1 (build) where the keys are equal and {@code residual} is TRUE. The build side is read first.
     *
     * @param nullsEqual for each key pair whether two NULLs are equal (IS NOT DISTINCT FROM)
     * @param residual over left columns followed by right columns; {@code null} if there is none
     */
    record HashJoin(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            Expression residual)
            implements OperatorSpec {
        public HashJoin {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            nullsEqual = List.copyOf(nullsEqual);
        }
    }

    /** Joins by any condition over left columns followed by right columns; {@code null}: a cross join. The right side is read first. */
    record NestedLoopJoin(JoinType type, Expression condition) implements OperatorSpec {}

    /**
     * Keeps the result of a join up to date while both inputs go on: each row meets what the other input has sent so far. Both inputs lie by the hash of their keys, in this order. Output: left
     * columns, then, unless the join is SEMI or ANTI, right ones; of a MARK join whether the row has a match, never NULL. Takes all row kinds; of an input whose unique key has all join keys, updates may come
     * without their -U. Emits +I alone if both inputs are insert-only and the join is INNER or SEMI, else all kinds; of a MARK join whose left input is insert-only +I and updates.
     *
     * @param type not NULL_AWARE_ANTI
     * @param nullsEqual for each key pair whether two NULLs are equal (IS NOT DISTINCT FROM)
     * @param residual over left columns followed by right columns; {@code null} if there is none
     * @param leftTtlMillis after which a left row that was not written again is forgotten; 0: never
     */
    record StreamJoin(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            @JsonInclude(JsonInclude.Include.NON_NULL) Expression residual,
            JoinInputRows left,
            JoinInputRows right,
            long leftTtlMillis,
            long rightTtlMillis,
            boolean emitsUpdateBefore)
            implements OperatorSpec, UpdatingSpec {
        public StreamJoin {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            nullsEqual = List.copyOf(nullsEqual);
        }

        @Override
        public StreamJoin withUpdateBefore(boolean emits) {
            return new StreamJoin(
                    type, leftKeys, rightKeys, nullsEqual, residual, left, right, leftTtlMillis, rightTtlMillis, emits);
        }
    }

    /**
     * Joins rows whose event times lie within an interval of each other: {@code right + lower <= left <= right + upper}. Both inputs are insert-only and lie by the hash of their keys, in this
     * order; a row is forgotten when the watermark says that no more partners can come. Output as of {@link StreamJoin}, insert-only; rows without a match, where they are wanted, go out when that is certain.
     *
     * @param type not NULL_AWARE_ANTI
     * @param nullsEqual for each key pair whether two NULLs are equal (IS NOT DISTINCT FROM)
     * @param condition over left columns followed by right columns: all that is not an equality of keys, the comparison of times included
     * @param leftTime TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits; a row whose time is NULL has no match
     * @param rightTime of the same kind, counted among the right columns
     */
    record IntervalJoin(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            Expression condition,
            int leftTime,
            int rightTime,
            long lowerMicros,
            long upperMicros)
            implements OperatorSpec {
        public IntervalJoin {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            nullsEqual = List.copyOf(nullsEqual);
        }
    }

    /**
     * Joins each left row with the version of a right row that held at its time: of the right rows with equal keys, the one with the greatest time that is not after it. Left rows go out when
     * the watermark says that no version is missing; versions that no row can ask for any more are forgotten. +I and +U of the right input begin a version, -D ends the last one; -U says nothing. Both inputs
     * lie by the hash of their keys, in this order. Output: left columns, then right ones; +I, and -D where left rows are taken back (-U, -D), each beside the version that it came with: what holds behind the
     * watermark stays, since a version that is late begins at the watermark.
     *
     * @param type INNER or LEFT
     * @param residual over left columns followed by right columns; {@code null} if there is none
     * @param leftTime TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits
     * @param rightTime of the same kind, counted among the right columns
     * @param leftChanges whether left rows are taken back
     * @param keptMicros how long, by the watermark, versions stay that have ended; negative: for ever
     */
    record TemporalJoin(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            @JsonInclude(JsonInclude.Include.NON_NULL) Expression residual,
            int leftTime,
            int rightTime,
            boolean leftChanges,
            long keptMicros)
            implements OperatorSpec {
        public TemporalJoin {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
        }
    }

    /**
     * Joins each row with a table as it is then, or was a bounded time ago: each worker holds the table in memory and reads it anew when it is too old. A row that goes is looked up
     * anew. Output: the input's columns, then the table's; +I and -D.
     *
     * @param type INNER or LEFT
     * @param leftKeys by which rows are looked up, equal to {@code tableKeys} pair by pair
     * @param condition over the input's columns followed by the table's; it says again that the keys are equal
     * @param table a bounded scan
     * @param ttlMillis after which the table is read anew
     */
    record LookupJoin(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> tableKeys,
            Expression condition,
            ConnectorHandle table,
            List<Field> tableFields,
            long ttlMillis)
            implements OperatorSpec {
        public LookupJoin {
            leftKeys = List.copyOf(leftKeys);
            tableKeys = List.copyOf(tableKeys);
            tableFields = List.copyOf(tableFields);
        }
    }

    /**
     * Joins each row with what a table has for its key at that time: the table is asked for the keys of many rows at once. A row that goes is looked up
     * anew. Output: the input's columns, then the table's; +I and -D.
     *
     * @param type INNER or LEFT
     * @param leftKeys values of the table's key columns, in their order; a NULL has no rows
     * @param condition over the input's columns followed by the table's; it says again that the keys are equal
     * @param tableName for messages
     * @param cache {@code null}: nothing is kept
     * @param ordered whether rows go out in the order in which they came
     * @param requestsMax that a task has under way
     * @param timeoutMillis of a request
     * @param retry {@code null}: a key without rows is not asked for again
     */
    record KeyLookupJoin(
            JoinType type,
            List<Integer> leftKeys,
            Expression condition,
            ConnectorHandle table,
            String tableName,
            List<Field> tableFields,
            LookupCaching cache,
            boolean ordered,
            int requestsMax,
            long timeoutMillis,
            @JsonInclude(JsonInclude.Include.NON_NULL) LookupRetry retry)
            implements OperatorSpec {
        public KeyLookupJoin {
            leftKeys = List.copyOf(leftKeys);
            tableFields = List.copyOf(tableFields);
        }
    }

    /**
     * Joins rows that come and go with what a table has for them, and keeps that until they go: what goes is what came. Of a row that goes and of which nothing is kept nothing goes: its join had no row,
     * or is forgotten. Takes whole changelogs (with -U); rows with equal row keys lie in one task. Output: as of the lookup; +I and -D.
     *
     * @param lookup a {@link LookupJoin} or {@link KeyLookupJoin}, which the rows that come pass through
     * @param rowKey columns that tell the rows that are there apart; or, of rows without such, all that are the same when a row goes: of rows alike the last to come goes first
     * @param stateTtlMillis after which what was found is forgotten; 0: never
     */
    record KeptLookup(OperatorSpec lookup, List<Integer> rowKey, long stateTtlMillis) implements OperatorSpec {
        public KeptLookup {
            rowKey = List.copyOf(rowKey);
            if (!(lookup instanceof LookupJoin || lookup instanceof KeyLookupJoin)) {
                throw new IllegalArgumentException(lookup.getClass().getSimpleName() + " looks nothing up");
            }
        }

        /** Columns of the table. */
        public List<Field> tableFields() {
            return lookup instanceof KeyLookupJoin byKey ? byKey.tableFields() : ((LookupJoin) lookup).tableFields();
        }
    }

    record Sort(List<SortKey> keys) implements OperatorSpec {
        public Sort {
            keys = List.copyOf(keys);
        }
    }

    /** The first {@code limit} rows in the order, after {@code offset} of them, in order. */
    record TopN(List<SortKey> keys, long limit, long offset) implements OperatorSpec {
        public TopN {
            keys = List.copyOf(keys);
        }
    }

    /** @param limit -1: all */
    record Limit(long limit, long offset) implements OperatorSpec {}

    /** All rows of all inputs, in any order. */
    record Union() implements OperatorSpec {}

    /**
     * Emits watermarks {@code max(time) - delayMicros}.
     *
     * @param timeColumn TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits; NULL rows are an error
     * @param delayMicros {@link #FROM_SOURCE}: the watermarks are those that the scan below makes from what it knows of its splits
     * @param idleTimeoutMillis after which an input without rows no longer holds the watermark back; 0: never
     * @param emission {@code null}: after each batch
     * @param alignment with other sources, the scan being in the same task; {@code null}: none
     */
    record AssignWatermark(
            int timeColumn,
            long delayMicros,
            long idleTimeoutMillis,
            @JsonInclude(JsonInclude.Include.NON_NULL) WatermarkEmission emission,
            @JsonInclude(JsonInclude.Include.NON_NULL) WatermarkAlignment alignment)
            implements OperatorSpec {
        public static final long FROM_SOURCE = -1;

        public AssignWatermark(int timeColumn, long delayMicros, long idleTimeoutMillis) {
            this(timeColumn, delayMicros, idleTimeoutMillis, null, null);
        }

        /** Whether rows and watermarks pass as they are. */
        public boolean passes() {
            return delayMicros == FROM_SOURCE;
        }
    }

    /**
     * Replaces a time of each row by the moment at which it passes, and emits watermarks that follow the clock instead of those of its input.
     *
     * @param timeColumn TIMESTAMP_LTZ of at most 6 digits
     */
    record AssignProcessingTime(int timeColumn) implements OperatorSpec {}

    /**
     * Gives each row once for each window that its time lies in. Output: the input's columns, window start, window end, window time (a millisecond before the end), of the time column's type. Keeps
     * the order of rows; the windows of a row come by their start. A SESSION waits until it is complete: its rows leave, in order of time, when the watermark reaches its end, and rows that are late
     * by then are counted and dropped.
     *
     * @param timeColumn TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits; NULL rows are an error
     * @param partitionKeys of a SESSION; empty for others
     * @param retracts whether rows go and change too before their SESSION is complete; others take such rows in any case, each by itself
     */
    record WindowAssign(
            TimeWindow window,
            int timeColumn,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> partitionKeys,
            boolean retracts)
            implements OperatorSpec {
        public WindowAssign {
            partitionKeys = partitionKeys == null ? List.of() : List.copyOf(partitionKeys);
        }

        public WindowAssign(TimeWindow window, int timeColumn, List<Integer> partitionKeys) {
            this(window, timeColumn, partitionKeys, false);
        }
    }

    /**
     * Says of each row whether the operator that follows in the same task would drop it as late. Takes inserted rows. Output: the input's columns, then whether the row is late (BOOLEAN).
     *
     * @param timeColumn TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits
     * @param window a row is late when the last of its windows has ended, of a SESSION what it makes with the sessions that are open; {@code null}: when its time has passed
     * @param keys of a SESSION, by whose hash rows lie; empty for others
     * @param graceMicros by how much the watermark must be past that
     */
    record MarkLate(
            int timeColumn,
            @JsonInclude(JsonInclude.Include.NON_NULL) TimeWindow window,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> keys,
            long graceMicros)
            implements OperatorSpec {
        public MarkLate {
            keys = keys == null ? List.of() : List.copyOf(keys);
        }

        public MarkLate(int timeColumn, TimeWindow window, long graceMicros) {
            this(timeColumn, window, List.of(), graceMicros);
        }
    }

    /**
     * Aggregates in windows of event time; emits a window when the watermark reaches its end, and at the end of input. Rows all of whose windows the watermark has passed are late: counted and
     * dropped. Output: group keys, aggregates, window start, window end (both TIMESTAMP or TIMESTAMP_LTZ as the time column). Phase PARTIAL and FINAL as in {@link Aggregate}; in FINAL the group
     * keys and then the start of the slice are the first columns, and PARTIAL emits them so, at each watermark that ends a slice, checkpoint or memory bound. A SESSION has phase SINGLE.
     *
     * @param retracts whether rows go and change too; then no SESSION, whose rows are assigned first, and phase SINGLE
     */
    record WindowAggregate(
            AggregatePhase phase,
            int timeColumn,
            TimeWindow window,
            List<Integer> groupKeys,
            List<AggregateCall> calls,
            boolean retracts)
            implements OperatorSpec {
        public WindowAggregate {
            groupKeys = List.copyOf(groupKeys);
            calls = List.copyOf(calls);
        }

        public WindowAggregate(
                AggregatePhase phase,
                int timeColumn,
                TimeWindow window,
                List<Integer> groupKeys,
                List<AggregateCall> calls) {
            this(phase, timeColumn, window, groupKeys, calls, false);
        }
    }

    /**
     * Aggregates in windows of event time that are emitted early, and again when late rows come. Takes rows that lie by the hash of the group keys; those all of whose windows ended longer ago than the
     * allowed lateness are counted and dropped. Output: as of {@link WindowAggregate}. Emits +I, -U and +U by group keys and window; of a SESSION that grew -D with its old bounds, then +I.
     *
     * @param retracts not with a SESSION: whether rows may go and change too, for which -D goes out for groups that lost their last row, or an aggregate is to hold its arguments
     */
    record FiringWindowAggregate(
            int timeColumn,
            TimeWindow window,
            List<Integer> groupKeys,
            List<AggregateCall> calls,
            WindowFiring firing,
            boolean retracts,
            boolean emitsUpdateBefore)
            implements OperatorSpec, UpdatingSpec {
        public FiringWindowAggregate {
            groupKeys = List.copyOf(groupKeys);
            calls = List.copyOf(calls);
        }

        @Override
        public FiringWindowAggregate withUpdateBefore(boolean emits) {
            return new FiringWindowAggregate(timeColumn, window, groupKeys, calls, firing, retracts, emits);
        }
    }

    /**
     * Hands rows of any kind on in larger batches: when there are {@code rowsMax} of them, or the first has waited for {@code latencyMillis}, and before each barrier.
     *
     * @param beforeWatermarks whether rows also go before each watermark, since a column of theirs is a time that later operators go by
     */
    record MiniBatch(long latencyMillis, long rowsMax, boolean beforeWatermarks) implements OperatorSpec {}

    /**
     * Aggregates of rows that go on coming, kept in state by group: after each batch the results that it changed go out. Output: group keys, then aggregates; +I of a new group, -U and +U of a changed
     * one, -D of one that lost its last row. Without keys: one row, which never goes; where the input ends without a row, it is that of no rows. Phase PARTIAL keeps nothing: it emits keys and partial
     * results of each batch, inserted; in phase FINAL the group keys are the first columns.
     *
     * @param retracts whether rows go and change too (-U and -D are taken back); the input of phase FINAL then has {@link AggregateCall#retractablePartialTypes} and, last, how many rows came less how
     *     many went (BIGINT)
     * @param emitsUpdateBefore whether -U goes out
     * @param stateTtlMillis after which a group that no row changed is forgotten; 0: never
     */
    record GroupAggregate(
            AggregatePhase phase,
            List<Integer> groupKeys,
            List<AggregateCall> calls,
            boolean retracts,
            boolean emitsUpdateBefore,
            long stateTtlMillis)
            implements OperatorSpec, UpdatingSpec {
        public GroupAggregate {
            groupKeys = List.copyOf(groupKeys);
            calls = List.copyOf(calls);
        }

        @Override
        public GroupAggregate withUpdateBefore(boolean emits) {
            return new GroupAggregate(phase, groupKeys, calls, retracts, emits, stateTtlMillis);
        }
    }

    /**
     * As phase PARTIAL of {@link GroupAggregate}, with DISTINCT: of the rows of a group those with equal arguments come to one task, which keeps the arguments that are there, so that each counts in one
     * partial result only. Rows lie by the hash of the group keys and then the distinct arguments.
     *
     * @param distinctArguments those of all calls that are DISTINCT
     * @param calls with partial results that are added up, and taken away where {@code retracts}
     * @param stateTtlMillis after which an argument that no row changed is forgotten; 0: never
     */
    record SplitDistinct(
            List<Integer> groupKeys,
            List<Integer> distinctArguments,
            List<AggregateCall> calls,
            boolean retracts,
            long stateTtlMillis)
            implements OperatorSpec {
        public SplitDistinct {
            groupKeys = List.copyOf(groupKeys);
            distinctArguments = List.copyOf(distinctArguments);
            calls = List.copyOf(calls);
        }
    }

    /**
     * Runs a plan of batch operators over each window of its inputs. Gathers rows by the end of their window; when the watermark reaches it, and at the end of input, the plan runs over the rows of
     * that window and its output is emitted. Rows of windows that the watermark has passed are late: counted and dropped.
     *
     * @param endColumns of each input, the column with the end of a row's window
     * @param keys of each input, the columns by which its rows are distributed: of the rows in state only those of one key group need lie together
     * @param plan inputs before readers, the last one gives the output; {@link OperatorInput.FromEdge} names an input of this operator by its number
     */
    record WindowScope(List<Integer> endColumns, List<List<Integer>> keys, List<OperatorNode> plan)
            implements OperatorSpec {
        public WindowScope {
            endColumns = List.copyOf(endColumns);
            keys = keys.stream().map(List::copyOf).toList();
            plan = List.copyOf(plan);
        }
    }

    /**
     * Adds a column for each call to each row: its value over the rows of the same partition. Rows come sorted by the partition keys, in any direction, and
     * within them by the order; they leave in the same order. Equal partition keys (NULLs are equal) never lie in two tasks. Output: all input columns,
     * then one for each call.
     *
     * @param order rows equal in it are peers; empty: all rows of a partition are
     * @param rankLimit which rows leave at all, though all of them count in the calls; {@code null}: every row
     */
    record OverWindow(
            List<Integer> partitionKeys,
            List<SortKey> order,
            List<WindowCall> calls,
            @JsonInclude(JsonInclude.Include.NON_NULL) RankLimit rankLimit)
            implements OperatorSpec {
        public OverWindow {
            partitionKeys = List.copyOf(partitionKeys);
            order = List.copyOf(order);
            calls = List.copyOf(calls);
        }

        public OverWindow(List<Integer> partitionKeys, List<SortKey> order, List<WindowCall> calls) {
            this(partitionKeys, order, calls, null);
        }
    }

    /**
     * As {@link OverWindow}, over rows that come for ever, ordered by their time: by event time each row goes out when the watermark is behind it, in order of time; one behind the watermark is late, counted
     * and dropped. By processing time each goes out as it comes. Takes and emits insertions; equal partition keys lie in one task. Output: all input columns, then one for each call.
     *
     * @param timeColumn TIMESTAMP or TIMESTAMP_LTZ of at most 6 digits
     * @param calls aggregates from the first row of the partition to the current one, and calls that see a bounded number of rows, or time, before the current row
     * @param stateTtlMillis after which a partition without rows is forgotten; 0: never
     */
    record StreamOver(
            List<Integer> partitionKeys, int timeColumn, boolean eventTime, List<WindowCall> calls, long stateTtlMillis)
            implements OperatorSpec {
        public StreamOver {
            partitionKeys = List.copyOf(partitionKeys);
            calls = List.copyOf(calls);
        }
    }

    /**
     * Leaves out rows whose rank among the rows of equal partition keys exceeds the limit, as far as that shows in bounded memory; some of them may get through, and those that do not
     * exceed it all do. Rows come and leave in any order. Ahead of the exchange and the sort before an {@link OverWindow} with a {@link RankLimit}: who exceeds the limit among some of the
     * rows does so among all.
     *
     * @param function ROW_NUMBER, RANK or DENSE_RANK
     */
    record TopRanks(List<Integer> partitionKeys, List<SortKey> order, WindowFunction function, long limit)
            implements OperatorSpec {
        public TopRanks {
            partitionKeys = List.copyOf(partitionKeys);
            order = List.copyOf(order);
        }
    }

    /**
     * Of a stream of inserted rows keeps for each key the one that is first in the order; among equal ones the one that came last or first. Output: the input's columns. Emits +I of a new key and
     * then, unless the first row to come is kept, [-U] +U when a better row comes; of several better rows in one batch only the best.
     *
     * @param order empty: all rows of a key are equal
     * @param keepsLast which of equal rows
     * @param stateTtlMillis after which a key that gets no row is forgotten; 0: never
     */
    record Deduplicate(
            List<Integer> keys, List<SortKey> order, boolean keepsLast, boolean emitsUpdateBefore, long stateTtlMillis)
            implements OperatorSpec, UpdatingSpec {
        public Deduplicate {
            keys = List.copyOf(keys);
            order = List.copyOf(order);
        }

        /** Whether a row that was emitted stays. */
        public boolean keepsFirstToCome() {
            return order.isEmpty() && !keepsLast;
        }

        @Override
        public OperatorSpec withUpdateBefore(boolean emits) {
            return new Deduplicate(keys, order, keepsLast, emits, stateTtlMillis);
        }
    }

    /**
     * The rows of each partition whose rank lies between two bounds, as rows come and go. Output: the input's columns, then, if wanted, the rank (BIGINT). What a batch brings is one step: rows that
     * it puts among the ranks and drives out again never go out. Of ROW_NUMBER with its column, each rank is a row that changes: +I, [-U] +U, -D. Otherwise rows come and go: -D, then +I.
     *
     * @param function ROW_NUMBER, RANK or DENSE_RANK. Rows equal in the order stand as they came, or, of an input that takes rows back, in an order of their contents
     * @param from first rank, from 1
     * @param to last rank
     * @param retracting whether the input takes rows back, by their whole content (-U, -D). Then all rows are kept, else those that may come to be among the ranks
     * @param updateKey columns, those of the partition among them, of which a row replaces the one before it, which the new one never ranks below; only for ROW_NUMBER of an input that takes no rows
     *     back. Empty: each row is another one
     * @param cachedRows held in memory beside the state, at least those that one batch needs
     * @param stateTtlMillis after which a row is forgotten; 0: never
     */
    record StreamRank(
            List<Integer> partitionKeys,
            List<SortKey> order,
            WindowFunction function,
            long from,
            long to,
            boolean rankColumn,
            boolean retracting,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> updateKey,
            int cachedRows,
            boolean emitsUpdateBefore,
            long stateTtlMillis)
            implements OperatorSpec, UpdatingSpec {
        public StreamRank {
            partitionKeys = List.copyOf(partitionKeys);
            order = List.copyOf(order);
            updateKey = updateKey == null ? List.of() : List.copyOf(updateKey);
        }

        /** Whether a rank of a partition is a row that changes. */
        public boolean updatesRanks() {
            return rankColumn && function == WindowFunction.ROW_NUMBER;
        }

        @Override
        public OperatorSpec withUpdateBefore(boolean emits) {
            return new StreamRank(
                    partitionKeys,
                    order,
                    function,
                    from,
                    to,
                    rankColumn,
                    retracting,
                    updateKey,
                    cachedRows,
                    emits,
                    stateTtlMillis);
        }
    }

    /**
     * Finds sequences of rows of a partition that match a pattern, and gives a row for each. From each row on, the first way to match is taken that there is, in the order of preference of the
     * pattern. Output: partition keys, then measures. In a batch the rows come sorted by partition keys and order. In a stream they are sorted here, by event time, as the watermark passes them; late
     * ones are dropped and counted.
     *
     * @param order in a stream an event time, ascending, is the first key
     * @param variables names
     * @param definitions for each variable the condition of its rows; {@code null}: any row
     * @param skip where to go on behind a match
     * @param skipVariables whose first or last row that is
     * @param withinMicros a match's last row is less than that behind the first, by the first key of the order; -1: no bound
     * @param stream whether rows are to be sorted here
     */
    record Match(
            List<Integer> partitionKeys,
            List<SortKey> order,
            List<String> variables,
            MatchPattern pattern,
            List<MatchExpression> definitions,
            List<MatchExpression> measures,
            Skip skip,
            List<Integer> skipVariables,
            long withinMicros,
            boolean stream,
            long stateTtlMillis)
            implements OperatorSpec {
        /** AFTER MATCH SKIP. */
        public enum Skip {
            PAST_LAST_ROW,
            TO_NEXT_ROW,
            TO_FIRST,
            TO_LAST
        }

        public Match {
            partitionKeys = List.copyOf(partitionKeys);
            order = List.copyOf(order);
            variables = List.copyOf(variables);
            definitions = Collections.unmodifiableList(new ArrayList<>(definitions));
            measures = List.copyOf(measures);
            skipVariables = List.copyOf(skipVariables);
        }

        /** The greatest distance at which a row before the tested one, or behind it, is looked at. */
        public int reach(boolean before) {
            return definitions.stream()
                    .filter(Objects::nonNull)
                    .flatMap(definition -> definition.values().stream())
                    .mapToInt(value -> before ? -value.shift() : value.shift())
                    .reduce(0, Math::max);
        }
    }

    /**
     * Makes a whole changelog of one by key: +I or +U bring the new content of a key, -D takes it away and need not have more than the key; -U are passed over. Output: the input's columns; +I, [-U]
     * +U, -D with all columns. What changes nothing goes no further; of several changes of a key in one batch only the last does.
     *
     * @param stateTtlMillis after which a key that did not change is forgotten; 0: never. With it contents go out again that are the same, since they prolong the life of what others keep
     */
    record ChangelogNormalize(List<Integer> keys, boolean emitsUpdateBefore, long stateTtlMillis)
            implements OperatorSpec, UpdatingSpec {
        public ChangelogNormalize {
            keys = List.copyOf(keys);
        }

        @Override
        public OperatorSpec withUpdateBefore(boolean emits) {
            return new ChangelogNormalize(keys, emits, stateTtlMillis);
        }
    }

    /**
     * One row for each primary key of a table, of a whole changelog (with -U) in which rows are told apart by something else, so that several may claim one place. Output: the input's columns; +I,
     * [-U] +U, -D by primary key.
     *
     * @param identity columns that tell the rows of one primary key apart; equal rows are counted
     * @param conflict DEDUPLICATE: at once, the row that came last of those that are there. The others wait for a watermark, behind which no row is still to be taken back
     * @param table for messages
     * @param stateTtlMillis after which a row that did not change is forgotten; 0: never
     */
    record UpsertMaterialize(
            List<Integer> primaryKey,
            List<Integer> identity,
            SinkConflict conflict,
            String table,
            boolean emitsUpdateBefore,
            long stateTtlMillis)
            implements OperatorSpec, UpdatingSpec {
        public UpsertMaterialize {
            primaryKey = List.copyOf(primaryKey);
            identity = List.copyOf(identity);
        }

        @Override
        public OperatorSpec withUpdateBefore(boolean emits) {
            return new UpsertMaterialize(primaryKey, identity, conflict, table, emits, stateTtlMillis);
        }
    }

    /**
     * Gives each row once for each element of one of its arrays or maps, in order. Output: the kept columns; then the element, the fields of an element that is a
     * ROW (all NULL of a NULL one), or key and value; then, if wanted, the element's number from 1 (INT).
     *
     * @param keptColumns of the input, in the order of the output
     * @param collection an ARRAY or MAP column
     * @param outer whether a row without elements stays, with NULLs
     */
    record Unnest(List<Integer> keptColumns, int collection, boolean ordinality, boolean outer)
            implements OperatorSpec {
        public Unnest {
            keptColumns = List.copyOf(keptColumns);
        }
    }

    /**
     * Keeps the rows that a changelog leaves, in state, and emits them when the input ends, all as insertions. Rows with equal keys lie in one task.
     *
     * @param changing whether rows are updated or deleted at all
     * @param keyColumns of changing rows: columns that identify a row, of which a later content replaces an earlier one, without -U; or all columns of the input: equal rows are counted, and old
     *     contents come
     */
    record Materialize(boolean changing, List<Integer> keyColumns) implements OperatorSpec {
        public Materialize {
            keyColumns = List.copyOf(keyColumns);
        }
    }

    /** Puts the kind of each row (+I, -U, +U, -D: STRING NOT NULL) before its columns and makes it an insertion: a changelog to be read by people. */
    record ChangelogColumn() implements OperatorSpec {}

    /**
     * Writes rows through a connector and emits what it prepared ahead of each barrier and at the end, as {@link io.blink.core.spi.connector.PreparedRows}: a {@link TableWrite} behind it merges
     * that.
     */
    record TableStage(ConnectorHandle sink) implements OperatorSpec {}

    /** Writes rows through a connector; the job master commits what the tasks prepare. No output. */
    record TableWrite(ConnectorHandle sink) implements OperatorSpec {}

    /** Hands rows to the client of the statement. No output. */
    record ResultSink() implements OperatorSpec {}
}
