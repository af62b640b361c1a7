package io.blink.sql.physical.version;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.hint.StateTtlHint;
import io.blink.sql.logical.temporal.LogicalVersions;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.InputReader;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.type.TypeMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;

/** Plans joins with versions. */
public final class VersionedJoins {
    private final PlanningScope scope;
    private final InputReader reader;

    public VersionedJoins(PlanningScope scope, InputReader reader) {
        this.scope = scope;
        this.reader = reader;
    }

    /**
     * What a join of its physical inputs is.
     *
     * @param conjuncts over left columns followed by right ones
     * @param time column of the left side
     */
    record Sides(JoinType type, PhysicalNode left, PhysicalNode right, List<Expression> conjuncts, int time) {}

    /** As the planner's own joins: the wanted columns of the rows that pass the filters. */
    public Scanned plan(
            Join join, JoinType type, VersionedSide side, Collection<Integer> wanted, List<Expression> filters) {
        LogicalVersions versions = side.versions();
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int version = leftWidth + versions.versionColumn();
        List<Expression> columns = columns(join, side, leftWidth);
        List<Expression> conjuncts = conjuncts(join, side, columns, leftWidth);
        int time = timeOf(conjuncts, version);
        SortedSet<Integer> emitted = new TreeSet<>(wanted);
        emitted.addAll(ExpressionRewriter.columnsOf(filters));
        List<Expression> used = new ArrayList<>(conjuncts);
        emitted.forEach(column -> used.add(columns.get(column)));
        SortedSet<Integer> needed = ExpressionRewriter.columnsOf(used);
        needed.add(time);
        needed.remove(version);
        versions.keyColumns().forEach(column -> needed.add(leftWidth + column));
        if (!versions.isNow()) {
            needed.add(leftWidth + versions.timeColumn());
        }
        Scanned left = reader.read(join.getLeft(), needed.headSet(leftWidth));
        List<Integer> rightColumns = needed.tailSet(leftWidth).stream()
                .map(column -> column - leftWidth)
                .toList();
        Scanned right = reader.read(versions.getInput(), rightColumns);
        int[] both = left.beside(right);
        Sides sides = new Sides(type, left.node(), right.node(), placed(conjuncts, both), both[time]);
        PhysicalNode joined = versions.isNow()
                ? new LookupJoins(scope).plan(sides, versions.getInput(), ttl(join.getLeft()))
                : new TemporalJoinPlanning(ttl(versions.getInput()))
                        .plan(sides, right.positions()[versions.timeColumn()], right.over(versions.keyColumns()));
        return projected(join, joined, columns, emitted, both).filtered(filters).pruned(wanted);
    }

    private Duration ttl(RelNode rows) {
        return StateTtlHint.of(rows).map(StateTtlHint::duration).orElseGet(() -> scope.settings()
                .get(SqlOptions.STATE_TTL));
    }

    private static List<Expression> placed(List<Expression> expressions, int[] places) {
        return expressions.stream()
                .map(expression -> ExpressionRewriter.renumber(expression, column -> places[column]))
                .toList();
    }

    /** The join's columns over those of the left side followed by those of the versions. */
    private List<Expression> columns(Join join, VersionedSide side, int leftWidth) {
        List<Field> left = TypeMapping.toFields(join.getLeft().getRowType());
        List<Expression> columns = new ArrayList<>(IntStream.range(0, leftWidth)
                .mapToObj(column ->
                        (Expression) new InputColumn(column, left.get(column).type()))
                .toList());
        columns.addAll(ofVersions(side, side.outputs(), leftWidth));
        return columns;
    }

    private List<Expression> ofVersions(VersionedSide side, List<RexNode> expressions, int leftWidth) {
        List<Field> fields = TypeMapping.toFields(side.versions().getRowType());
        return scope.expressions(fields).translateAll(expressions).stream()
                .map(expression -> ExpressionRewriter.renumber(expression, column -> column + leftWidth))
                .toList();
    }

    private List<Expression> conjuncts(Join join, VersionedSide side, List<Expression> columns, int leftWidth) {
        List<Field> fields = new ArrayList<>(TypeMapping.toFields(join.getLeft().getRowType()));
        fields.addAll(TypeMapping.toFields(join.getRight().getRowType()));
        Expression condition = scope.expressions(fields).translate(join.getCondition());
        List<Expression> conjuncts = new ArrayList<>();
        Operations.addConjuncts(ExpressionRewriter.inline(condition, columns), conjuncts);
        conjuncts.addAll(ofVersions(side, side.filters(), leftWidth));
        return conjuncts;
    }

    /** Takes the comparison with the version out of the conjuncts. */
    private static int timeOf(List<Expression> conjuncts, int version) {
        for (Expression conjunct : conjuncts) {
            if (conjunct instanceof Call call
                    && call.function() == ScalarFunction.GREATER_OR_EQUAL
                    && call.arguments().get(0) instanceof InputColumn time
                    && call.arguments().get(1) instanceof InputColumn compared
                    && compared.index() == version) {
                conjuncts.remove(conjunct);
                return time.index();
            }
        }
        throw PlanErrors.unsupported("The time of FOR SYSTEM_TIME AS OF must be a column of the left side of its join");
    }

    private static Scanned projected(
            Join join, PhysicalNode joined, List<Expression> columns, SortedSet<Integer> emitted, int[] both) {
        List<Integer> chosen = List.copyOf(emitted);
        List<Expression> expressions =
                placed(chosen.stream().map(columns::get).toList(), Arrays.copyOf(both, both.length));
        List<String> names =
                chosen.stream().map(join.getRowType().getFieldNames()::get).toList();
        PhysicalNode node = chosen.isEmpty() ? joined : Operations.project(joined, expressions, names);
        return Scanned.of(node, chosen, join.getRowType().getFieldCount());
    }
}
