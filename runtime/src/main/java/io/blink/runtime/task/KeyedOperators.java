package io.blink.runtime.task;

import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.aggregate.stream.GroupAggregateOperator;
import io.blink.runtime.operator.aggregate.stream.SplitDistinctOperator;
import io.blink.runtime.operator.changelog.MaterializeOperator;
import io.blink.runtime.operator.join.stream.IntervalJoinOperator;
import io.blink.runtime.operator.join.stream.StreamJoinOperator;
import io.blink.runtime.operator.join.stream.TemporalJoinOperator;
import io.blink.runtime.operator.match.StreamMatchOperator;
import io.blink.runtime.operator.over.stream.StreamOverOperator;
import io.blink.runtime.operator.rank.DeduplicateOperator;
import io.blink.runtime.operator.rank.StreamRankOperator;
import io.blink.runtime.operator.upsert.ChangelogNormalizeOperator;
import io.blink.runtime.operator.upsert.UpsertMaterializeOperator;
import io.blink.runtime.operator.window.ChangingSessionOperator;
import io.blink.runtime.operator.window.ChangingWindowOperator;
import io.blink.runtime.operator.window.FiringSessionOperator;
import io.blink.runtime.operator.window.FiringWindowOperator;
import io.blink.runtime.operator.window.MarkLateOperator;
import io.blink.runtime.operator.window.SessionOperator;
import io.blink.runtime.operator.window.WindowAggregateOperator;
import io.blink.runtime.operator.window.WindowScopeOperator;

/** Makes the operators that keep keyed state. */
final class KeyedOperators {
    private KeyedOperators() {}

    static boolean isKeyed(OperatorSpec spec) {
        return spec instanceof OperatorSpec.WindowAggregate
                || spec instanceof OperatorSpec.FiringWindowAggregate
                || spec instanceof OperatorSpec.WindowScope
                || spec instanceof OperatorSpec.MarkLate
                || spec instanceof OperatorSpec.WindowAssign assign
                        && assign.window().kind() == TimeWindow.Kind.SESSION
                || spec instanceof OperatorSpec.Materialize
                || spec instanceof OperatorSpec.StreamOver
                || spec instanceof OperatorSpec.GroupAggregate group && group.phase() != AggregatePhase.PARTIAL
                || spec instanceof OperatorSpec.SplitDistinct
                || spec instanceof OperatorSpec.StreamJoin
                || spec instanceof OperatorSpec.IntervalJoin
                || spec instanceof OperatorSpec.TemporalJoin
                || spec instanceof OperatorSpec.KeptLookup
                || spec instanceof OperatorSpec.Deduplicate
                || spec instanceof OperatorSpec.StreamRank
                || spec instanceof OperatorSpec.Match match && match.stream()
                || spec instanceof OperatorSpec.ChangelogNormalize
                || spec instanceof OperatorSpec.UpsertMaterialize;
    }

    /** @param store of the operator's own, which it closes */
    static Operator create(OperatorContext context, KeyedStateStore store) {
        OperatorSpec spec = context.node().spec();
        if (spec instanceof OperatorSpec.WindowAggregate window && window.retracts()) {
            return new ChangingWindowOperator(window, context, store);
        }
        if (spec instanceof OperatorSpec.WindowAggregate window) {
            return window.window().kind() == TimeWindow.Kind.SESSION
                    ? new SessionOperator(window, context, store)
                    : new WindowAggregateOperator(window, context, store);
        }
        if (spec instanceof OperatorSpec.FiringWindowAggregate window) {
            return window.window().kind() == TimeWindow.Kind.SESSION
                    ? new FiringSessionOperator(window, context, store, System::nanoTime)
                    : new FiringWindowOperator(window, context, store, System::nanoTime);
        }
        if (spec instanceof OperatorSpec.WindowAssign sessions) {
            return sessions.retracts()
                    ? new ChangingSessionOperator(sessions, context, store)
                    : new SessionOperator(sessions, context, store);
        }
        if (spec instanceof OperatorSpec.MarkLate late) {
            return new MarkLateOperator(late, context, store);
        }
        if (spec instanceof OperatorSpec.WindowScope scope) {
            return new WindowScopeOperator(scope, context, OperatorFactory::create, store);
        }
        if (spec instanceof OperatorSpec.Materialize materialize) {
            return new MaterializeOperator(materialize, context, store);
        }
        if (spec instanceof OperatorSpec.GroupAggregate group) {
            return new GroupAggregateOperator(group, context, store);
        }
        if (spec instanceof OperatorSpec.SplitDistinct split) {
            return new SplitDistinctOperator(split, context, store);
        }
        if (spec instanceof OperatorSpec.StreamJoin join) {
            return new StreamJoinOperator(join, context, store);
        }
        if (spec instanceof OperatorSpec.TemporalJoin join) {
            return new TemporalJoinOperator(join, context, store);
        }
        if (spec instanceof OperatorSpec.IntervalJoin join) {
            return new IntervalJoinOperator(join, context, store);
        }
        if (spec instanceof OperatorSpec.Deduplicate deduplicate) {
            return new DeduplicateOperator(deduplicate, context, store);
        }
        if (spec instanceof OperatorSpec.StreamRank rank) {
            return new StreamRankOperator(rank, context, store);
        }
        if (spec instanceof OperatorSpec.Match match) {
            return new StreamMatchOperator(match, context, store);
        }
        if (spec instanceof OperatorSpec.ChangelogNormalize normalize) {
            return new ChangelogNormalizeOperator(normalize, context, store);
        }
        if (spec instanceof OperatorSpec.UpsertMaterialize materialize) {
            return new UpsertMaterializeOperator(materialize, context, store);
        }
        if (spec instanceof OperatorSpec.StreamOver over) {
            return new StreamOverOperator(over, context, store);
        }
        throw new IllegalArgumentException(
                "no keyed operator for " + spec.getClass().getSimpleName());
    }
}
