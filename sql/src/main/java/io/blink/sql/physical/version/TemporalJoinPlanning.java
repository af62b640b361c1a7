package io.blink.sql.physical.version;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.join.JoinExpressions;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.TimeAttribute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Joins with the versions of rows that held at the event time of a row. Both inputs lie by the hash of the key whose versions they are. */
final class TemporalJoinPlanning {
    private final Duration stateTtl;

    /** @param stateTtl after which versions that ended are forgotten where rows of their time may be taken back; zero: never */
    TemporalJoinPlanning(Duration stateTtl) {
        this.stateTtl = stateTtl;
    }

    /** @param versionTime and {@code keys} are columns of the right side */
    PhysicalNode plan(VersionedJoins.Sides sides, int versionTime, List<Integer> keys) {
        check(sides, versionTime);
        int leftWidth = sides.left().output().size();
        List<Expression> residual = new ArrayList<>();
        List<Expression> leftKeys = keysOf(sides, keys, residual);
        List<Integer> leftColumns = new ArrayList<>();
        List<Expression> computed = new ArrayList<>();
        for (Expression key : leftKeys) {
            if (key instanceof InputColumn column) {
                leftColumns.add(column.index());
            } else {
                leftColumns.add(leftWidth + computed.size());
                computed.add(key);
            }
        }
        PhysicalNode left = Operations.append(sides.left(), computed, "key$");
        int added = computed.size();
        List<Expression> moved = residual.stream()
                .map(conjunct ->
                        ExpressionRewriter.renumber(conjunct, column -> column < leftWidth ? column : column + added))
                .toList();
        List<Field> output = new ArrayList<>(left.output());
        boolean outer = sides.type() == JoinType.LEFT;
        sides.right()
                .output()
                .forEach(field ->
                        output.add(outer ? new Field(field.name(), field.type().withNullable(true)) : field));
        boolean leftChanges = !left.changes().insertOnly();
        OperatorSpec.TemporalJoin spec = new OperatorSpec.TemporalJoin(
                sides.type(),
                leftColumns,
                keys,
                moved.isEmpty() ? null : Operations.and(moved),
                sides.time(),
                versionTime,
                leftChanges,
                leftChanges ? keptMicros() : 0);
        PhysicalNode placed = Exchanges.hashed(left, leftColumns);
        PhysicalNode joined = Operations.changing(
                spec,
                outer ? "LeftTemporalJoin" : "TemporalJoin",
                "join with versions",
                List.of(placed, Exchanges.hashed(sides.right(), keys)),
                output,
                new Distribution.Hashed(leftColumns),
                left.estimate().and(sides.right().estimate(), left.estimate().rows()),
                leftChanges
                        ? new Changes(false, true, keys(spec, placed.changes()))
                        : Changes.insertsBy(left.changes().keys()),
                List.of(leftChanges ? BeforeNeed.ALWAYS : BeforeNeed.NEVER, BeforeNeed.NEVER));
        List<Integer> columns =
                new ArrayList<>(IntStream.range(0, leftWidth).boxed().toList());
        IntStream.range(left.output().size(), output.size()).forEach(columns::add);
        return Operations.select(joined, columns);
    }

    private long keptMicros() {
        return stateTtl.isZero() ? -1 : TimeUnit.MILLISECONDS.toMicros(stateTtl.toMillis());
    }

    /** Rows go out in the order of their times, so that a row and its changes follow each other if they have their time in common; and what has no version goes out behind what has one. */
    private static Set<Set<Integer>> keys(OperatorSpec.TemporalJoin join, Changes left) {
        boolean inOrder = join.type() == JoinType.INNER || join.residual() == null;
        return left.keys().stream()
                .filter(key -> inOrder && key.contains(join.leftTime()))
                .collect(Collectors.toSet());
    }

    private static void check(VersionedJoins.Sides sides, int versionTime) {
        if (TimeAttribute.of(sides.left(), sides.time()) != TimeAttribute.EVENT) {
            throw PlanErrors.unsupported("FOR SYSTEM_TIME AS OF takes an event time with a watermark, or PROCTIME(); '"
                    + sides.left().output().get(sides.time()).name() + "' is neither. Declare WATERMARK FOR it");
        }
        if (TimeAttribute.of(sides.right(), versionTime) != TimeAttribute.EVENT) {
            throw PlanErrors.unsupported("The versions of a table are told apart by its event time; '"
                    + sides.right().output().get(versionTime).name() + "' has no watermark. Declare WATERMARK FOR it");
        }
    }

    /** What each key column must equal; the other conjuncts go to the residual. */
    private static List<Expression> keysOf(VersionedJoins.Sides sides, List<Integer> keys, List<Expression> residual) {
        int leftWidth = sides.left().output().size();
        JoinCondition split = sides.conjuncts().isEmpty()
                ? new JoinCondition(List.of(), List.of(), List.of(), List.of())
                : JoinCondition.of(Operations.and(sides.conjuncts()), leftWidth);
        List<JoinCondition.Key> others = new ArrayList<>(split.keys());
        List<Expression> found = new ArrayList<>();
        for (int column : keys) {
            Optional<JoinCondition.Key> equality = others.stream()
                    .filter(key ->
                            !key.nullsEqual() && key.right() instanceof InputColumn right && right.index() == column)
                    .findFirst();
            JoinCondition.Key key = equality.orElseThrow(() -> PlanErrors.unsupported(
                    "A join as of event time needs an equality for each column of the key whose versions it takes; there is none for '"
                            + sides.right().output().get(column).name() + "'"));
            found.add(key.left());
            others.remove(key);
        }
        residual.addAll(split.others());
        residual.addAll(split.leftOnly());
        split.rightOnly().forEach(conjunct -> residual.add(shifted(conjunct, leftWidth)));
        others.forEach(key ->
                residual.add(JoinExpressions.equal(key.left(), shifted(key.right(), leftWidth), key.nullsEqual())));
        return found;
    }

    private static Expression shifted(Expression expression, int by) {
        return ExpressionRewriter.renumber(expression, column -> column + by);
    }
}
