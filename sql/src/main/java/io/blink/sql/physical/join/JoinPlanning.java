package io.blink.sql.physical.join;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.join.JoinCondition.Key;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses how two inputs of a batch meet: in one task where both are there, the build side sent to every task where it is small, both hashed by their
 * keys otherwise; nested loops where nothing must be equal. The smaller side is built where the join type allows it.
 */
public final class JoinPlanning {
    /** Copies of a broadcast side that the estimate counts, where the scheduler's parallelism is not known yet. */
    private static final double ASSUMED_TASKS = 4;

    /** What inserting a byte into a hash table costs, in bytes moved. */
    private static final double BUILD_WEIGHT = 2;

    /** What an exchange costs before its first byte, in bytes moved: small inputs are better left where they are. */
    private static final double EXCHANGE_START = 500_000;

    /** Up to which share of different keys it pays to drop repetitions first. */
    private static final double REPEATED_SHARE = 0.2;

    private final PlanningScope scope;
    private final AggregatePlanning aggregates;

    public JoinPlanning(PlanningScope scope, AggregatePlanning aggregates) {
        this.scope = scope;
        this.aggregates = aggregates;
    }

    /**
     * @param condition over left columns followed by right columns
     * @param advice what hints say
     */
    public PhysicalNode plan(
            JoinType type, PhysicalNode left, PhysicalNode right, Expression condition, JoinAdvice advice) {
        JoinCondition split = JoinCondition.of(condition, left.output().size());
        PhysicalNode newLeft = left;
        PhysicalNode newRight = right;
        List<Expression> residual = new ArrayList<>(split.others());
        if (filtersLeft(type)) {
            newLeft = Operations.filter(left, split.leftOnly());
        } else {
            residual.addAll(split.leftOnly());
        }
        if (filtersRight(type)) {
            newRight = Operations.filter(right, split.rightOnly());
        } else {
            int leftWidth = left.output().size();
            split.rightOnly()
                    .forEach(conjunct ->
                            residual.add(ExpressionRewriter.renumber(conjunct, column -> column + leftWidth)));
        }
        if (split.keys().isEmpty()
                || isThreeValued(type, split.keys(), residual)
                || JoinChoice.loops(type, advice, scope.notices())) {
            return nestedLoops(
                    type,
                    newLeft,
                    newRight,
                    advice,
                    condition(split.keys(), residual, left.output().size()));
        }
        JoinSides sides = deduplicated(JoinSides.of(type, newLeft, newRight, split.keys(), residual));
        boolean replicates = type == JoinType.NULL_AWARE_ANTI
                || (type == JoinType.MARK && split.keys().stream().anyMatch(Key::mayBeUnknown));
        JoinChoice choice = replicates
                ? new JoinChoice(false, JoinChoice.Placement.REPLICATED)
                : JoinChoice.hinted(sides, advice, scope.notices()).orElseGet(() -> byCost(sides));
        return hashJoin(
                sides, choice, newLeft.output().size(), newRight.output().size());
    }

    /** Whether a conjunct over left columns alone may be tested before the join. */
    public static boolean filtersLeft(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    }

    /** Whether a conjunct over right columns alone may be tested before the join. */
    public static boolean filtersRight(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.LEFT || type == JoinType.ANTI;
    }

    /** A mark or NOT IN whose NULLs do not depend on a single key alone needs to look at each pair. */
    private static boolean isThreeValued(JoinType type, List<Key> keys, List<Expression> residual) {
        if (type != JoinType.MARK && type != JoinType.NULL_AWARE_ANTI) {
            return false;
        }
        boolean unknownKeys = keys.stream().anyMatch(Key::mayBeUnknown);
        boolean unknownResidual =
                residual.stream().anyMatch(conjunct -> conjunct.type().nullable());
        return unknownResidual || (unknownKeys && (keys.size() > 1 || !residual.isEmpty()));
    }

    /** The condition put together again. */
    private static List<Expression> condition(List<Key> keys, List<Expression> residual, int leftWidth) {
        List<Expression> conjuncts = new ArrayList<>();
        for (Key key : keys) {
            Expression right = ExpressionRewriter.renumber(key.right(), column -> column + leftWidth);
            conjuncts.add(JoinExpressions.equal(key.left(), right, key.nullsEqual()));
        }
        conjuncts.addAll(residual);
        return conjuncts;
    }

    // ---- Hash joins

    /** A build side of which only keys matter, and few of them differ, loses its repetitions before it travels. */
    private JoinSides deduplicated(JoinSides sides) {
        boolean keysAlone =
                !sides.type().emitsRightColumns() && sides.residual().isEmpty();
        if (!keysAlone || isTogether(sides)) {
            return sides;
        }
        PhysicalNode right = sides.right();
        List<Integer> distinct = sides.rightKeys().stream().distinct().toList();
        boolean known = distinct.stream().allMatch(right.estimate()::knowsDistinct);
        PhysicalNode keys = aggregates.partial(right, distinct, List.of());
        if (!known || keys.estimate().rows() > right.estimate().rows() * REPEATED_SHARE) {
            return sides;
        }
        List<Integer> moved = sides.rightKeys().stream().map(distinct::indexOf).toList();
        return new JoinSides(
                sides.type(), sides.left(), keys, sides.leftKeys(), moved, sides.nullsEqual(), sides.residual());
    }

    private JoinChoice byCost(JoinSides sides) {
        boolean swap = sides.isSwappable() && cost(sides.swapped()) < cost(sides);
        return new JoinChoice(swap, JoinChoice.Placement.BY_COST);
    }

    private PhysicalNode hashJoin(JoinSides sides, JoinChoice choice, int leftColumns, int rightColumns) {
        JoinSides chosen = choice.swap() ? sides.swapped() : sides;
        PhysicalNode joined =
                switch (choice.placement()) {
                    case REPLICATED -> replicated(chosen);
                    case HASHED -> hashed(chosen);
                    case BY_COST -> distributed(chosen);
                };
        return restored(joined, sides, choice.swap(), leftColumns, rightColumns);
    }

    private boolean isSmall(PhysicalNode node) {
        return node.estimate().bytes() <= scope.plannedBroadcastBytesMax();
    }

    private double cost(JoinSides sides) {
        if (isTogether(sides)) {
            return BUILD_WEIGHT * sides.right().estimate().bytes();
        }
        return Math.min(costReplicated(sides), costHashed(sides));
    }

    private static boolean isTogether(JoinSides sides) {
        return sides.left().distribution().isSingle()
                && sides.right().distribution().isSingle();
    }

    private double costReplicated(JoinSides sides) {
        if (!sides.buildMayBeReplicated() || !isSmall(sides.right())) {
            return Double.POSITIVE_INFINITY;
        }
        double tasks = sides.left().distribution().isSingle() ? 1 : ASSUMED_TASKS;
        return EXCHANGE_START
                + tasks * (1 + BUILD_WEIGHT) * sides.right().estimate().bytes();
    }

    private static double costHashed(JoinSides sides) {
        double build = sides.right().estimate().bytes();
        double probe = sides.left().estimate().bytes();
        double moved = (isHashed(sides.left(), sides.leftKeys()) ? 0 : EXCHANGE_START + probe)
                + (isHashed(sides.right(), sides.rightKeys()) ? 0 : EXCHANGE_START + build);
        return moved + BUILD_WEIGHT * build;
    }

    private static boolean isHashed(PhysicalNode node, List<Integer> keys) {
        return node.distribution() instanceof Distribution.Hashed
                && node.distribution().groups(keys);
    }

    private PhysicalNode distributed(JoinSides sides) {
        return !isTogether(sides) && costReplicated(sides) <= costHashed(sides) ? replicated(sides) : hashed(sides);
    }

    private PhysicalNode hashed(JoinSides sides) {
        return isTogether(sides)
                ? join(sides, Distribution.SINGLE, "together")
                : JoinHashing.aligned(sides, this::join);
    }

    private PhysicalNode replicated(JoinSides sides) {
        boolean single = sides.left().distribution().isSingle();
        PhysicalNode build = single ? Exchanges.gathered(sides.right()) : Exchanges.replicated(sides.right());
        JoinSides placed = sides.with(sides.left(), build);
        return join(placed, sides.left().distribution(), single ? "together" : "broadcast");
    }

    private PhysicalNode join(JoinSides sides, Distribution distribution, String how) {
        OperatorSpec spec = new OperatorSpec.HashJoin(
                sides.type(), sides.leftKeys(), sides.rightKeys(), sides.nullsEqual(), sides.residualOrNull());
        return Operations.operation(
                spec,
                name(sides.type()) + "HashJoin",
                "join " + sides.type() + " on " + names(sides.left(), sides.leftKeys()),
                List.of(sides.left(), sides.right()),
                JoinExpressions.output(sides.type(), sides.left(), sides.right()),
                distribution,
                List.of(),
                JoinEstimates.of(sides),
                List.of(how));
    }

    private static List<String> names(PhysicalNode node, List<Integer> columns) {
        return columns.stream().map(column -> node.output().get(column).name()).toList();
    }

    private static String name(JoinType type) {
        return switch (type) {
            case INNER -> "";
            case LEFT -> "Left";
            case RIGHT -> "Right";
            case FULL -> "Full";
            case SEMI -> "Semi";
            case ANTI -> "Anti";
            case NULL_AWARE_ANTI -> "NotIn";
            case MARK -> "Mark";
        };
    }

    /** Drops computed keys and undoes a swap. */
    public static PhysicalNode restored(
            PhysicalNode joined, JoinSides sides, boolean swapped, int leftColumns, int rightColumns) {
        int leftWidth = sides.left().output().size();
        int rightWidth = sides.right().output().size();
        int leftStart = swapped ? rightWidth : 0;
        int rightStart = swapped ? 0 : leftWidth;
        List<Integer> columns = new ArrayList<>(
                IntStream.range(leftStart, leftStart + leftColumns).boxed().toList());
        if (sides.type().emitsRightColumns()) {
            IntStream.range(rightStart, rightStart + rightColumns).forEach(columns::add);
        } else if (sides.type() == JoinType.MARK) {
            columns.add(leftWidth);
        }
        return Operations.select(joined, columns);
    }

    // ---- Nested loops

    private PhysicalNode nestedLoops(
            JoinType type, PhysicalNode left, PhysicalNode right, JoinAdvice advice, List<Expression> conjuncts) {
        JoinType plain = type == JoinType.NULL_AWARE_ANTI ? JoinType.MARK : type;
        JoinSides sides = new JoinSides(plain, left, right, List.of(), List.of(), List.of(), conjuncts);
        boolean swap = type == JoinType.RIGHT
                || (type == JoinType.INNER
                        && (advice.isEmpty()
                                ? left.estimate().bytes() < right.estimate().bytes()
                                : advice.right().isEmpty()));
        JoinSides chosen = swap ? sides.swapped() : sides;
        PhysicalNode joined = loops(placed(chosen));
        PhysicalNode restored = restored(
                joined, sides, swap, left.output().size(), right.output().size());
        return type == JoinType.NULL_AWARE_ANTI ? JoinExpressions.unmarked(restored) : restored;
    }

    private static JoinSides placed(JoinSides sides) {
        if (sides.left().distribution().isSingle() || sides.type() == JoinType.FULL) {
            return sides.with(Exchanges.gathered(sides.left()), Exchanges.gathered(sides.right()));
        }
        return sides.with(sides.left(), Exchanges.replicated(sides.right()));
    }

    private static PhysicalNode loops(JoinSides sides) {
        return Operations.operation(
                new OperatorSpec.NestedLoopJoin(sides.type(), sides.residualOrNull()),
                name(sides.type()) + "NestedLoopJoin",
                "join " + sides.type(),
                List.of(sides.left(), sides.right()),
                JoinExpressions.output(sides.type(), sides.left(), sides.right()),
                sides.left().distribution(),
                List.of(),
                JoinEstimates.of(sides),
                List.of());
    }
}
