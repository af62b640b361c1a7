package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinType;
import io.blink.sql.SqlOptions;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.hint.StateTtlHint;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.over.RankLimits;
import io.blink.sql.physical.over.RankRange;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Sort;

/** Plans what a stream does otherwise than a batch: one class a family of operators. */
public final class StreamPlanning {
    private final StreamAggregates aggregates;
    private final PlanningScope scope;
    private final StreamOver overs;
    private final StreamRanks ranks;
    private final StreamUpserts upserts;
    private final RemainingRows remaining;
    private final WindowScopes scopes;
    private final StreamWindows windows;

    public StreamPlanning(PlanningScope scope, AggregatePlanning batchAggregates, JoinPlanning batchJoins) {
        this.aggregates = new StreamAggregates(scope);
        this.scope = scope;
        this.overs = new StreamOver(scope);
        this.ranks = new StreamRanks(scope);
        this.upserts = new StreamUpserts(scope);
        this.remaining = new RemainingRows(scope);
        this.scopes = new WindowScopes(batchAggregates, batchJoins);
        this.windows = new StreamWindows(scope, batchAggregates, scopes);
    }

    public PhysicalNode assignWatermark(PhysicalNode input, int timeColumn, LogicalWatermark.Policy policy) {
        return StreamWindows.assignWatermark(input, timeColumn, policy);
    }

    /** The rows with the bounds of their windows behind their columns. */
    public PhysicalNode assign(LogicalWindowAssign assign, Scanned input) {
        return windows.assign(assign, input);
    }

    /** GROUP BY a window. */
    public PhysicalNode aggregate(LogicalWindowAggregate window, Scanned input) {
        return windows.aggregate(window, input);
    }

    /** GROUP BY and DISTINCT. */
    public PhysicalNode aggregate(Aggregate aggregate, Scanned input) {
        return scopes.aggregate(aggregate, input)
                .orElseGet(() -> aggregatesOf(aggregate).plan(aggregate, input));
    }

    /** Groups live as long as a hint says, else as the settings do. */
    private StreamAggregates aggregatesOf(Aggregate aggregate) {
        return StateTtlHint.of(aggregate.getInput())
                .map(hint -> new StreamAggregates(scope.with(SqlOptions.STATE_TTL, hint.ttl())))
                .orElse(aggregates);
    }

    /** The distinct rows of a node. */
    public PhysicalNode distinct(PhysicalNode input) {
        return aggregates.distinct(input);
    }

    /**
     * Plans a join of planned sides.
     *
     * @param join whose sides they are
     * @param condition over the columns of both sides, left ones first
     */
    public PhysicalNode join(Join join, JoinType type, PhysicalNode left, PhysicalNode right, Expression condition) {
        return scopes.join(type, left, right, condition).orElseGet(() -> new StreamJoins(
                        scope.notices(), aggregates, JoinTtls.of(join, scope.settings()), JoinAdvice.of(join))
                .plan(type, left, right, condition));
    }

    /**
     * The input's columns, then one for each call, group by group; rows beyond the limit may be left out.
     *
     * @param limit of the rank of one group
     */
    public PhysicalNode over(PhysicalNode input, List<OverGroup> groups, Optional<RankLimits.Found> limit) {
        return scopes.over(input, groups, limit).orElseGet(() -> overs.plan(input, groups));
    }

    /**
     * The ranks that filters let through of the only call of a group, if they let the first ones through alone; none of rows of a window, whose ranks are computed when it ends.
     *
     * @param column of the call, in the filters
     */
    public Optional<RankRange> ranks(OverGroup group, PhysicalNode input, List<Expression> filters, int column) {
        return WindowScopes.serves(group, input) ? Optional.empty() : ranks.of(group, input, filters, column);
    }

    /** The rows with {@linkplain #ranks such ranks}: the input's columns and, if wanted, the rank. */
    public PhysicalNode firstRanks(OverGroup group, PhysicalNode input, RankRange range, boolean rankWanted) {
        return ranks.plan(group, input, range, rankWanted);
    }

    /** ORDER BY and LIMIT: of rows that end, what remains of them; else the first ones as they change. */
    public PhysicalNode sort(Sort sort, PhysicalNode input) {
        return remaining.isKnown() ? remaining.sorted(sort, input) : ranks.first(sort, input);
    }

    /** The whole changelog of rows of which a source tells only the new contents. @param key columns of the table's primary key */
    public PhysicalNode normalized(PhysicalNode upserts, List<Integer> key) {
        return this.upserts.normalized(upserts, key);
    }
}
