package io.blink.sql.physical.match;

import io.blink.core.expression.Expression;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.Match.Skip;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.TimeAttribute;
import io.blink.sql.physical.sort.SortPlanning;
import io.blink.sql.type.TypeMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMatchRecognize.AfterOption;
import org.apache.calcite.sql.type.SqlTypeName;

/** MATCH_RECOGNIZE: in a batch over rows that an exchange and a sort bring in order, in a stream over rows of event time that the operator sorts itself. */
public final class MatchPlanning {
    private static final long MICROS_PER_MILLI = 1000;

    private final PlanningScope scope;

    public MatchPlanning(PlanningScope scope) {
        this.scope = scope;
    }

    /** @param input with all columns of the logical one */
    public PhysicalNode plan(Match match, PhysicalNode input) {
        if (match.isAllRows()) {
            throw PlanErrors.unsupported("MATCH_RECOGNIZE: ALL ROWS PER MATCH is not supported; use ONE ROW PER MATCH");
        }
        List<Integer> partitionKeys = match.getPartitionKeys().asList();
        List<SortKey> order = SortPlanning.keys(match.getOrderKeys());
        PhysicalNode placed =
                scope.isStream() ? grouped(partitionKeys, order, input) : sorted(partitionKeys, order, input);
        OperatorSpec.Match spec = spec(match, partitionKeys, order, placed);
        List<Field> produced = new ArrayList<>();
        partitionKeys.forEach(key -> produced.add(placed.output().get(key)));
        List<String> names = List.copyOf(match.getMeasures().keySet());
        for (int i = 0; i < names.size(); i++) {
            produced.add(new Field(
                    names.get(i), spec.measures().get(i).expression().type().withNullable(true)));
        }
        PhysicalNode matched = Operations.changing(
                spec,
                "Match",
                "Match",
                List.of(placed),
                produced,
                placed.distribution()
                        .mapped(keyPositions(partitionKeys, placed.output().size())),
                Estimate.ofTypes(placed.estimate().rows(), produced, false),
                Changes.INSERT_ONLY,
                List.of(BeforeNeed.NEVER));
        return converted(matched, TypeMapping.toFields(match.getRowType()));
    }

    /** Of the input's columns only the keys are in the output. */
    private static List<Integer> keyPositions(List<Integer> partitionKeys, int width) {
        List<Integer> positions = new ArrayList<>(Collections.nCopies(width, -1));
        for (int i = 0; i < partitionKeys.size(); i++) {
            positions.set(partitionKeys.get(i), i);
        }
        return positions;
    }

    private static PhysicalNode converted(PhysicalNode matched, List<Field> target) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            expressions.add(
                    Casts.to(Operations.columnOf(matched, i), target.get(i).type(), null));
        }
        return Operations.project(
                matched, expressions, target.stream().map(Field::name).toList());
    }

    private static PhysicalNode sorted(List<Integer> partitionKeys, List<SortKey> order, PhysicalNode input) {
        List<SortKey> keys = new ArrayList<>();
        partitionKeys.forEach(key -> keys.add(new SortKey(key, true, true)));
        order.stream().filter(key -> !partitionKeys.contains(key.column())).forEach(keys::add);
        return partitionKeys.isEmpty()
                ? Exchanges.gathered(SortPlanning.sortedLocally(input, keys), keys)
                : SortPlanning.sortedLocally(Exchanges.grouped(input, partitionKeys), keys);
    }

    private static PhysicalNode grouped(List<Integer> partitionKeys, List<SortKey> order, PhysicalNode input) {
        boolean byTime = !order.isEmpty()
                && order.get(0).ascending()
                && TimeAttribute.of(input, order.get(0).column()) == TimeAttribute.EVENT;
        if (!byTime) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: in a stream ORDER BY begins with an event time, ascending: a column with a WATERMARK; else nobody knows which rows still come between. "
                            + (order.isEmpty()
                                    ? "Here there is no ORDER BY"
                                    : "Here it begins with " + begins(order.get(0), input)));
        }
        if (!input.changes().insertOnly()) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: the rows of its input change later, but a match that was found stays; read a table or query whose rows only come");
        }
        return Exchanges.grouped(input, partitionKeys);
    }

    private static String begins(SortKey key, PhysicalNode input) {
        return "'" + input.output().get(key.column()).name() + "'" + (key.ascending() ? "" : " DESC");
    }

    private OperatorSpec.Match spec(Match match, List<Integer> partitionKeys, List<SortKey> order, PhysicalNode input) {
        List<String> variables = MatchPatterns.variablesOf(match.getPattern());
        MatchExpressions expressions = new MatchExpressions(scope, input, variables, match.getSubsets());
        List<MatchExpression> definitions = new ArrayList<>();
        for (String variable : variables) {
            RexNode definition = match.getPatternDefinitions().get(variable);
            definitions.add(definition == null ? null : expressions.translate(definition));
        }
        List<MatchExpression> measures = match.getMeasures().values().stream()
                .map(expressions::translate)
                .toList();
        Skip skip = skip(match.getAfter());
        List<Integer> skipVariables =
                match.getAfter() instanceof RexCall call ? expressions.variables(skipTarget(call)) : List.of();
        return new OperatorSpec.Match(
                partitionKeys,
                order,
                variables,
                MatchPatterns.translate(match.getPattern()),
                definitions,
                measures,
                skip,
                skipVariables,
                within(match.getInterval(), order, input),
                scope.isStream(),
                scope.settings().get(SqlOptions.STATE_TTL).toMillis());
    }

    private static Skip skip(RexNode after) {
        if (after instanceof RexCall call) {
            return call.getKind() == SqlKind.SKIP_TO_FIRST ? Skip.TO_FIRST : Skip.TO_LAST;
        }
        AfterOption option = ((RexLiteral) after).getValueAs(AfterOption.class);
        return option == AfterOption.SKIP_TO_NEXT_ROW ? Skip.TO_NEXT_ROW : Skip.PAST_LAST_ROW;
    }

    private static String skipTarget(RexCall skip) {
        return RexLiteral.stringValue(skip.getOperands().get(0));
    }

    private static long within(RexNode interval, List<SortKey> order, PhysicalNode input) {
        if (interval == null) {
            return -1;
        }
        boolean daysOrLess = interval instanceof RexLiteral literal
                && SqlTypeName.DAY_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
        if (!daysOrLess) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: WITHIN takes an interval of days to seconds that is written there");
        }
        boolean byTime = !order.isEmpty()
                && order.get(0).ascending()
                && isTime(input.output().get(order.get(0).column()).type());
        if (!byTime) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: WITHIN needs an ORDER BY that begins with a TIMESTAMP of at most 6 digits, ascending");
        }
        return ((RexLiteral) interval).getValueAs(BigDecimal.class).longValue() * MICROS_PER_MILLI;
    }

    private static boolean isTime(DataType type) {
        return (type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ) && type.precision() <= 6;
    }
}
