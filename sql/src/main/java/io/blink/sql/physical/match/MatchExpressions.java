package io.blink.sql.physical.match;

import io.blink.core.expression.Expression;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.MatchExpression.Source;
import io.blink.core.plan.MatchExpression.Value;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.aggregate.AggregateCalls;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexPatternFieldRef;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Takes what an expression of MATCH_RECOGNIZE says of the rows of a match out of it, so that it is an expression over values. */
final class MatchExpressions {
    private final PlanningScope scope;
    private final PhysicalNode input;
    private final List<String> variables;
    private final Map<String, ? extends SortedSet<String>> subsets;

    /** @param subsets names of sets of variables */
    MatchExpressions(
            PlanningScope scope,
            PhysicalNode input,
            List<String> variables,
            Map<String, ? extends SortedSet<String>> subsets) {
        this.scope = scope;
        this.input = input;
        this.variables = variables;
        this.subsets = subsets;
    }

    MatchExpression translate(RexNode expression) {
        List<Value> values = new ArrayList<>();
        RexNode over = expression.accept(new Extraction(values));
        List<Field> fields = new ArrayList<>();
        for (Value value : values) {
            fields.add(new Field("value$" + fields.size(), value.type()));
        }
        Expression translated = scope.expressions(fields).translate(over);
        return new MatchExpression(values, translated);
    }

    /** The variables that a name stands for; none: all. */
    List<Integer> variables(String name) {
        if ("*".equals(name)) {
            return List.of();
        }
        SortedSet<String> members = subsets.get(name);
        List<Integer> numbers = new ArrayList<>();
        for (String member : members == null ? new TreeSet<>(List.of(name)) : members) {
            if (!variables.contains(member)) {
                throw PlanErrors.unsupported("MATCH_RECOGNIZE: '" + member + "' is no variable of PATTERN, which has "
                        + String.join(", ", variables));
            }
            numbers.add(variables.indexOf(member));
        }
        return numbers;
    }

    private final class Extraction extends RexShuttle {
        private final List<Value> values;

        Extraction(List<Value> values) {
            this.values = values;
        }

        private RexNode reference(Value value, RelDataType type) {
            if (!values.contains(value)) {
                values.add(value);
            }
            boolean nullable = value.type().nullable();
            return new RexInputRef(
                    values.indexOf(value),
                    scope.rexBuilder().getTypeFactory().createTypeWithNullability(type, nullable));
        }

        @Override
        public RexNode visitPatternFieldRef(RexPatternFieldRef ref) {
            return column(ref, false, 0, 0);
        }

        private RexNode column(RexPatternFieldRef ref, boolean first, int offset, int shift) {
            DataType type = input.output().get(ref.getIndex()).type().withNullable(true);
            return reference(
                    new Value(
                            Source.COLUMN, variables(ref.getAlpha()), first, offset, shift, ref.getIndex(), null, type),
                    ref.getType());
        }

        @Override
        public RexNode visitCall(RexCall call) {
            return switch (call.getKind()) {
                case FINAL, RUNNING -> call.getOperands().get(0).accept(this);
                case PREV, NEXT -> navigated(call, 0);
                case FIRST, LAST -> logical(call, 0);
                case CLASSIFIER ->
                    reference(plain(Source.CLASSIFIER, TypeMapping.toCore(call.getType())), call.getType());
                case MATCH_NUMBER -> reference(plain(Source.MATCH_NUMBER, DataType.of(TypeKind.BIGINT)), bigint());
                default ->
                    call.getOperator() instanceof SqlAggFunction function
                            ? aggregate(call, function)
                            : super.visitCall(call);
            };
        }

        private RelDataType bigint() {
            return scope.rexBuilder().getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        }

        private Value plain(Source source, DataType type) {
            return new Value(source, List.of(), false, 0, 0, -1, null, type.withNullable(false));
        }

        /** @param outer by how many rows calls around it shift */
        private RexNode navigated(RexCall call, int outer) {
            RexNode of = call.getOperands().get(0);
            int shift = outer + (call.getKind() == SqlKind.NEXT ? 1 : -1) * number(call);
            if (of instanceof RexPatternFieldRef ref) {
                return column(ref, false, 0, shift);
            }
            if (of instanceof RexCall inner && (inner.getKind() == SqlKind.FIRST || inner.getKind() == SqlKind.LAST)) {
                return logical(inner, shift);
            }
            if (of instanceof RexCall inner && (inner.getKind() == SqlKind.PREV || inner.getKind() == SqlKind.NEXT)) {
                return navigated(inner, shift);
            }
            throw notAColumn(call);
        }

        private RexNode logical(RexCall call, int shift) {
            if (call.getOperands().get(0) instanceof RexPatternFieldRef ref) {
                return column(ref, call.getKind() == SqlKind.FIRST, number(call), shift);
            }
            throw notAColumn(call);
        }

        private int number(RexCall call) {
            if (call.getOperands().size() < 2) {
                return call.getKind() == SqlKind.PREV || call.getKind() == SqlKind.NEXT ? 1 : 0;
            }
            if (call.getOperands().get(1) instanceof RexLiteral literal && RexLiteral.intValue(literal) >= 0) {
                return RexLiteral.intValue(literal);
            }
            throw PlanErrors.unsupported("MATCH_RECOGNIZE: how many rows "
                    + call.getOperator().getName() + " passes over must be a number that is written there");
        }

        private RuntimeException notAColumn(RexCall call) {
            return PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: " + call.getOperator().getName() + " takes a column of a variable, such as "
                            + call.getOperator().getName() + "(A.price)");
        }

        private RexNode aggregate(RexCall call, SqlAggFunction function) {
            List<Integer> arguments = new ArrayList<>();
            List<Integer> of = List.of();
            for (RexNode operand : call.getOperands()) {
                RexNode inner = operand instanceof RexCall last && last.getKind() == SqlKind.LAST
                        ? last.getOperands().get(0)
                        : operand;
                if (!(inner instanceof RexPatternFieldRef ref)) {
                    throw PlanErrors.unsupported("MATCH_RECOGNIZE: " + function.getName()
                            + " takes columns; compute others in a query below, which the clause then reads");
                }
                arguments.add(ref.getIndex());
                of = variables(ref.getAlpha());
            }
            AggregateCall aggregate = AggregateCalls.overRows(
                    org.apache.calcite.rel.core.AggregateCall.create(
                            function,
                            false,
                            false,
                            false,
                            List.of(),
                            arguments,
                            -1,
                            null,
                            RelCollations.EMPTY,
                            call.getType(),
                            null),
                    Scanned.whole(input));
            boolean nullable = aggregate.type().nullable() || function.getKind() != SqlKind.COUNT;
            return reference(
                    new Value(
                            Source.AGGREGATE,
                            of,
                            false,
                            0,
                            0,
                            -1,
                            aggregate,
                            aggregate.type().withNullable(nullable)),
                    call.getType());
        }
    }
}
