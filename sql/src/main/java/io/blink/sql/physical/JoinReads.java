package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinType;
import io.blink.core.type.Field;
import io.blink.sql.expression.Literals;
import io.blink.sql.hint.JoinAdvice;
import io.blink.sql.physical.join.JoinPlanning;
import io.blink.sql.physical.join.MarkJoins;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.InputReader;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.stream.StreamPlanning;
import io.blink.sql.physical.version.VersionedJoins;
import io.blink.sql.physical.version.VersionedSide;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;

/** Reads joins: of both sides what is wanted above and what the condition needs. */
final class JoinReads {
    private final PlanningScope scope;
    private final JoinPlanning joins;
    private final StreamPlanning streams;
    private final InputReader reader;
    private final MarkJoins marks = new MarkJoins();

    /** @param reader of the sides */
    JoinReads(PlanningScope scope, JoinPlanning joins, StreamPlanning streams, InputReader reader) {
        this.scope = scope;
        this.joins = joins;
        this.streams = streams;
        this.reader = reader;
    }

    /**
     * The wanted columns of the joined rows that pass the filters.
     *
     * @param wanted columns of the join
     * @param filters conjuncts over the columns of the join
     */
    Scanned read(Join join, Collection<Integer> wanted, List<Expression> filters) {
        return join(join, joinType(join.getJoinType()), wanted, filters);
    }

    private Scanned join(Join join, JoinType type, Collection<Integer> wanted, List<Expression> filters) {
        Optional<VersionedSide> versions = VersionedSide.of(join.getRight());
        if (versions.isPresent()) {
            return new VersionedJoins(scope, reader).plan(join, type, versions.get(), wanted, filters);
        }
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int rightWidth = join.getRight().getRowType().getFieldCount();
        List<Field> fields = new ArrayList<>(TypeMapping.toFields(join.getLeft().getRowType()));
        fields.addAll(TypeMapping.toFields(join.getRight().getRowType()));
        Expression condition = scope.expressions(fields).translate(join.getCondition());
        SortedSet<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(ExpressionRewriter.columnsOf(filters));
        if (!type.emitsRightColumns()) {
            needed.removeIf(column -> column >= leftWidth);
        }
        needed.addAll(ExpressionRewriter.columnsOf(List.of(condition)));
        Scanned left = reader.read(join.getLeft(), needed.headSet(leftWidth));
        List<Integer> rightColumns = needed.tailSet(leftWidth).stream()
                .map(column -> column - leftWidth)
                .toList();
        Scanned right = reader.read(join.getRight(), rightColumns);
        int[] both = left.beside(right);
        Expression placed = ExpressionRewriter.renumber(condition, column -> both[column]);
        JoinType exact = marks.exact(type, placed, left.node().output().size());
        PhysicalNode joined = scope.isStream()
                ? streams.join(join, exact, left.node(), right.node(), placed)
                : joins.plan(exact, left.node(), right.node(), placed, JoinAdvice.of(join));
        int width = type.emitsRightColumns() ? leftWidth + rightWidth : leftWidth;
        int[] positions = type == JoinType.MARK ? left.besideMark() : Arrays.copyOf(both, width);
        return new Scanned(joined, positions).filtered(filters).pruned(wanted);
    }

    /** A filter that uses the mark of the join below. */
    Scanned filtered(Filter filter, Collection<Integer> wanted, List<Expression> filters) {
        Join join = (Join) filter.getInput();
        List<Expression> conjuncts = new ArrayList<>(filters);
        Operations.addConjuncts(
                scope.expressions(TypeMapping.toFields(join.getRowType())).translate(filter.getCondition()), conjuncts);
        int mark = join.getRowType().getFieldCount() - 1;
        JoinType type = marks.joinType(conjuncts, mark);
        if (type == JoinType.MARK) {
            return join(join, type, wanted, conjuncts);
        }
        List<Expression> others = conjuncts.stream()
                .filter(conjunct ->
                        !ExpressionRewriter.columnsOf(List.of(conjunct)).contains(mark))
                .toList();
        List<Integer> left = wanted.stream().filter(column -> column != mark).toList();
        Scanned matched = join(join, type, left, others);
        if (!wanted.contains(mark)) {
            return Scanned.of(matched.node(), left, mark + 1);
        }
        PhysicalNode marked = Operations.append(matched.node(), List.of(Literals.bool(type == JoinType.SEMI)), "mark$");
        return Scanned.of(marked, List.copyOf(wanted), mark + 1);
    }

    private static JoinType joinType(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            case LEFT_MARK -> JoinType.MARK;
            case ASOF, LEFT_ASOF -> throw PlanErrors.unsupported("ASOF joins are not supported");
        };
    }
}
