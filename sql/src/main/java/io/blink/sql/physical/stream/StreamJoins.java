package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinInputRows;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.hint.JoinStrategy;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.join.JoinCondition.Key;
import io.blink.sql.physical.join.JoinEstimates;
import io.blink.sql.physical.join.JoinExpressions;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.join.JoinSides;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.TimeAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Joins of a stream: of rows whose times lie within an interval of each other, which are forgotten when their time is over; and of all others, which are kept. Both inputs lie by the
 * hash of exactly the keys, since state is dealt out by it.
 *
 * <p>Where the times are PROCTIME(), rows get them in the task that joins them, from one clock, which the watermark follows:
 *
 * <pre>
 *   IntervalJoin(AssignProcessingTime(Exchange(left)), AssignProcessingTime(Exchange(right)))
 * </pre>
 */
final class StreamJoins {
    private final Set<String> notices;
    private final JoinTtls ttls;
    private final JoinAdvice advice;
    private final StreamMarkJoins marks;

    /** @param notices grows by what the user should know */
    StreamJoins(Set<String> notices, StreamAggregates aggregates, JoinTtls ttls, JoinAdvice advice) {
        this.notices = notices;
        this.ttls = ttls;
        this.advice = advice;
        this.marks = new StreamMarkJoins(this, aggregates);
    }

    /** @param condition over left columns followed by right columns */
    PhysicalNode plan(JoinType type, PhysicalNode left, PhysicalNode right, Expression condition) {
        return switch (type) {
            case MARK -> marks.mark(left, right, condition);
            case NULL_AWARE_ANTI -> marks.notIn(left, right, condition);
            default -> joined(type, left, right, condition);
        };
    }

    /** As the operators join: by whether the condition is TRUE. */
    PhysicalNode joined(JoinType type, PhysicalNode left, PhysicalNode right, Expression condition) {
        JoinCondition split = JoinCondition.of(condition, left.output().size());
        return obeysAdvice(type, left, split)
                ? dealtOut(type, left, right, condition, JoinBuckets.content(left))
                : joined(type, left, right, split, right.output().size());
    }

    /**
     * In as many tasks as there are, though the condition has no key.
     *
     * @param right few rows
     * @param value of left rows, by which they are dealt out
     */
    PhysicalNode dealtOut(
            JoinType type, PhysicalNode left, PhysicalNode right, Expression condition, Expression value) {
        JoinCondition split = JoinCondition.of(condition, left.output().size());
        int width = right.output().size();
        PhysicalNode everywhere = JoinBuckets.everywhere(right);
        List<Key> keys = new ArrayList<>(split.keys());
        keys.add(new Key(JoinBuckets.bucket(value), Operations.columnOf(everywhere, width), false));
        JoinCondition byBucket = new JoinCondition(keys, split.leftOnly(), split.rightOnly(), split.others());
        return joined(type, left, everywhere, byBucket, width);
    }

    /** @param rightWidth columns of the right side that are wanted */
    private PhysicalNode joined(
            JoinType type, PhysicalNode left, PhysicalNode right, JoinCondition split, int rightWidth) {
        JoinSides sides = sides(type, left, right, split);
        return JoinPlanning.restored(joined(sides), sides, false, left.output().size(), rightWidth);
    }

    /** Whether the right rows are few, as a hint says, and stand in each task. */
    private boolean obeysAdvice(JoinType type, PhysicalNode left, JoinCondition split) {
        if (advice.isEmpty()) {
            return false;
        }
        boolean obeys = split.keys().isEmpty()
                && type != JoinType.RIGHT
                && type != JoinType.FULL
                && JoinBuckets.mayDeal(left)
                && advice.right()
                        .filter(hint -> hint.strategy() == JoinStrategy.BROADCAST)
                        .isPresent();
        if (!obeys) {
            Stream.of(advice.left(), advice.right())
                    .flatMap(Optional::stream)
                    .forEach(
                            hint -> notices.add(
                                    "The hint " + hint
                                            + " is not obeyed: a stream sends none but the right side of a join without equalities to every task, and the left one must not be known by a key."));
        }
        return obeys;
    }

    private PhysicalNode joined(JoinSides sides) {
        Optional<TimeInterval> ofEvents = TimeInterval.find(sides, TimeAttribute.EVENT);
        if (ofEvents.isPresent()) {
            return interval(sides, placed(sides), ofEvents.get());
        }
        Optional<TimeInterval> ofClock = TimeInterval.find(sides, TimeAttribute.PROCESSING);
        return ofClock.isPresent() ? interval(sides, clocked(sides, ofClock.get()), ofClock.get()) : regular(sides);
    }

    private static JoinSides sides(JoinType type, PhysicalNode left, PhysicalNode right, JoinCondition split) {
        List<Expression> residual = new ArrayList<>(split.others());
        int leftWidth = left.output().size();
        PhysicalNode newLeft = left;
        PhysicalNode newRight = right;
        if (JoinPlanning.filtersLeft(type)) {
            newLeft = Operations.filter(left, split.leftOnly());
        } else {
            residual.addAll(split.leftOnly());
        }
        // A mark of two values is as good as a semi join for the right side.
        if (JoinPlanning.filtersRight(type) || type == JoinType.MARK) {
            newRight = Operations.filter(right, split.rightOnly());
        } else {
            split.rightOnly()
                    .forEach(conjunct ->
                            residual.add(ExpressionRewriter.renumber(conjunct, column -> column + leftWidth)));
        }
        return JoinSides.of(type, newLeft, newRight, TextKeys.of(split.keys()), residual);
    }

    // ---- Regular joins

    private PhysicalNode regular(JoinSides sides) {
        boolean single = sides.leftKeys().isEmpty();
        if (single && sides.type() == JoinType.INNER && sides.residual().isEmpty()) {
            notices.add("A join of streams without a condition pairs all rows of both sides in one task.");
        }
        JoinInputRows leftRows = rows(sides.left(), sides.leftKeys());
        JoinInputRows rightRows = rows(sides.right(), sides.rightKeys());
        OperatorSpec spec = new OperatorSpec.StreamJoin(
                sides.type(),
                sides.leftKeys(),
                sides.rightKeys(),
                sides.nullsEqual(),
                sides.residualOrNull(),
                leftRows,
                rightRows,
                ttls.leftMillis(),
                ttls.rightMillis(),
                true);
        JoinSides placed = placed(sides);
        return Operations.changing(
                spec,
                name(sides.type()) + "StreamJoin",
                meaning(sides),
                List.of(placed.left(), placed.right()),
                JoinExpressions.output(sides.type(), sides.left(), sides.right()),
                distribution(sides),
                JoinEstimates.of(sides),
                JoinChanges.of(placed),
                List.of(need(leftRows, sides.leftKeys()), need(rightRows, sides.rightKeys())));
    }

    private static JoinSides placed(JoinSides sides) {
        if (sides.leftKeys().isEmpty()) {
            return sides.with(Exchanges.gathered(sides.left()), Exchanges.gathered(sides.right()));
        }
        return sides.with(
                Exchanges.hashed(sides.left(), sides.leftKeys()), Exchanges.hashed(sides.right(), sides.rightKeys()));
    }

    /** The key that is the best to keep rows by: one among the join keys, then one around them, then the shortest. */
    private static JoinInputRows rows(PhysicalNode side, List<Integer> keys) {
        Changes changes = side.changes();
        List<Integer> best = changes.keys().stream()
                .filter(key -> !key.isEmpty() || keys.isEmpty())
                .min(Comparator.comparing((Set<Integer> key) -> !keys.containsAll(key))
                        .thenComparing(key -> !key.containsAll(keys))
                        .thenComparing(Set::size)
                        .thenComparing(key -> key.stream().sorted().toList().toString()))
                .map(key -> key.stream().sorted().toList())
                .orElse(List.of());
        return new JoinInputRows(changes.insertOnly(), best);
    }

    /** A row whose join keys never change is found by its unique key. */
    private static BeforeNeed need(JoinInputRows rows, List<Integer> keys) {
        return !rows.uniqueKey().isEmpty() && rows.uniqueKey().containsAll(keys) ? BeforeNeed.NEVER : BeforeNeed.ALWAYS;
    }

    /** NULLs that an outer join puts in lie where their row was, not where NULL hashes to. */
    private static Distribution distribution(JoinSides sides) {
        int leftWidth = sides.left().output().size();
        if (sides.leftKeys().isEmpty()) {
            return Distribution.SINGLE;
        }
        return switch (sides.type()) {
            case FULL -> Distribution.ARBITRARY;
            case RIGHT ->
                new Distribution.Hashed(sides.rightKeys().stream()
                        .map(column -> column + leftWidth)
                        .toList());
            default -> new Distribution.Hashed(sides.leftKeys());
        };
    }

    private static String name(JoinType type) {
        return switch (type) {
            case LEFT -> "Left";
            case RIGHT -> "Right";
            case FULL -> "Full";
            case SEMI -> "Semi";
            case ANTI -> "Anti";
            case MARK -> "Mark";
            default -> "";
        };
    }

    private static String meaning(JoinSides sides) {
        List<String> keys = sides.leftKeys().stream()
                .map(column -> sides.left().output().get(column).name())
                .toList();
        return "join " + sides.type() + " on " + keys;
    }

    // ---- Interval joins

    private static JoinSides clocked(JoinSides sides, TimeInterval interval) {
        JoinSides placed = placed(sides);
        return placed.with(clocked(placed.left(), interval.leftTime()), clocked(placed.right(), interval.rightTime()));
    }

    /** Rows of an earlier join by the clock have their moment from there. */
    private static PhysicalNode clocked(PhysicalNode side, int timeColumn) {
        return TimeAttribute.of(side, timeColumn) == TimeAttribute.PROCESSING
                ? StreamWindows.assignProcessingTime(side, timeColumn)
                : side;
    }

    /** @param placed the sides where they are joined */
    private static PhysicalNode interval(JoinSides sides, JoinSides placed, TimeInterval interval) {
        OperatorSpec spec = new OperatorSpec.IntervalJoin(
                sides.type(),
                sides.leftKeys(),
                sides.rightKeys(),
                sides.nullsEqual(),
                sides.residualOrNull(),
                interval.leftTime(),
                interval.rightTime(),
                interval.lowerMicros(),
                interval.upperMicros());
        return Operations.changing(
                spec,
                name(sides.type()) + "IntervalJoin",
                meaning(sides) + " within an interval",
                List.of(placed.left(), placed.right()),
                JoinExpressions.output(sides.type(), sides.left(), sides.right()),
                distribution(sides),
                JoinEstimates.of(sides),
                Changes.insertsBy(JoinChanges.keys(placed)),
                List.of(BeforeNeed.NEVER, BeforeNeed.NEVER));
    }
}
