package io.blink.sql.logical.translate;

import io.blink.sql.function.LambdaFunction;
import io.blink.sql.function.LambdaParameter;
import io.blink.sql.function.ScalarOperators;
import io.blink.sql.function.UnlistedOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.util.TimestampString;

/** Clauses whose meaning depends on types that the validator found: comparisons with the elements of an array, changes of zone, empty collections. */
final class ClauseConvertlets {
    private static final String UNIT = "MICROSECOND";
    private static final SqlOperator JOINED_TEXTS = ScalarOperators.named("CONCAT_WS");
    private static final int ZONED_PRECISION = 6;
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private ClauseConvertlets() {}

    /** @return {@code null} for other calls */
    static SqlRexConvertlet of(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator instanceof SqlQuantifyOperator quantify
                && call.operand(1) instanceof SqlNodeList list
                && list.size() == 1) {
            return (context, quantified) -> quantified(context, quantify, quantified);
        }
        if (operator == UnlistedOperator.EMPTY_ARRAY) {
            return (context, empty) -> empty(context, empty, SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR);
        }
        if (operator == UnlistedOperator.EMPTY_MAP) {
            return (context, empty) -> empty(context, empty, SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR);
        }
        if (operator == UnlistedOperator.AT_LOCAL) {
            return (context, zoned) ->
                    context.getRexBuilder().makeCast(type(context, zoned), context.convertExpression(zoned.operand(0)));
        }
        if (operator == UnlistedOperator.AT_TIME_ZONE) {
            return ClauseConvertlets::zoned;
        }
        if (operator instanceof LambdaFunction function) {
            return (context, lambda) -> LambdaConvertlets.function(context, function, lambda);
        }
        if (operator instanceof LambdaParameter parameter) {
            return (context, named) -> LambdaConvertlets.parameter(context, parameter);
        }
        if (operator == JOINED_TEXTS) {
            return ClauseConvertlets::joined;
        }
        return operator instanceof UnlistedOperator ? ClauseConvertlets::marked : null;
    }

    private static RelDataType type(SqlRexContext context, SqlNode node) {
        return context.getValidator().getValidatedNodeType(node);
    }

    private static RexNode empty(SqlRexContext context, SqlCall call, SqlOperator constructor) {
        return context.getRexBuilder().makeCall(type(context, call), constructor, List.of());
    }

    private static RexNode marked(SqlRexContext context, SqlCall call) {
        RexNode operand = context.convertExpression(call.operand(0));
        return context.getRexBuilder().makeCall(operand.getType(), call.getOperator(), List.of(operand));
    }

    /** An array among the texts of CONCAT_WS is its elements, which are nothing if all are NULL. */
    private static RexNode joined(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        List<RexNode> texts = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            RexNode text = context.convertExpression(operand);
            texts.add(
                    text.getType().getSqlTypeName() == SqlTypeName.ARRAY ? joined(builder, text, texts.get(0)) : text);
        }
        return builder.makeCall(call.getParserPosition(), type(context, call), call.getOperator(), texts);
    }

    private static RexNode joined(RexBuilder builder, RexNode array, RexNode separator) {
        RexNode nothing = builder.makeNullLiteral(builder.getTypeFactory()
                .createTypeWithNullability(array.getType().getComponentType(), true));
        RexNode known = builder.makeCall(ScalarOperators.named("ARRAY_REMOVE"), array, nothing);
        RexNode any = builder.makeCall(
                SqlStdOperatorTable.GREATER_THAN,
                builder.makeCall(SqlStdOperatorTable.CARDINALITY, known),
                builder.makeExactLiteral(BigDecimal.ZERO));
        RexNode text = builder.makeCall(ScalarOperators.named("ARRAY_JOIN"), array, separator);
        RelDataType type = builder.getTypeFactory().createTypeWithNullability(text.getType(), true);
        return builder.makeCall(type, SqlStdOperatorTable.CASE, List.of(any, text, builder.makeNullLiteral(type)));
    }

    /** By the microseconds since 1970 on UTC's clocks, which are the instant's. */
    private static RexNode zoned(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RexNode time = context.convertExpression(call.operand(0));
        RexNode zone = context.convertExpression(call.operand(1));
        RexNode result = time.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP
                ? instant(builder, builder.makeCall(ScalarOperators.named("TO_UTC_TIMESTAMP"), time, zone))
                : builder.makeCall(ScalarOperators.named("FROM_UTC_TIMESTAMP"), clock(builder, time), zone);
        return builder.makeCast(type(context, call), result);
    }

    /** The instant at which UTC's clocks show the time. */
    private static RexNode instant(RexBuilder builder, RexNode clock) {
        RelDataType microseconds =
                builder.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, ZONED_PRECISION);
        RexNode seconds = builder.makeCall(
                ScalarOperators.named("TO_TIMESTAMP_LTZ"), microseconds(builder, 0), number(builder, 0));
        RexNode start = builder.makeCast(microseconds, seconds);
        RexNode passed = builder.makeCall(
                ScalarOperators.named("TIMESTAMPDIFF"), builder.makeLiteral(UNIT), epoch(builder), clock);
        return builder.makeCall(ScalarOperators.named("TIMESTAMPADD"), builder.makeLiteral(UNIT), passed, start);
    }

    /** What UTC's clocks show at the instant: whole seconds and what is left of one. */
    private static RexNode clock(RexBuilder builder, RexNode instant) {
        RexNode million = microseconds(builder, MICROS_PER_SECOND);
        RexNode seconds = extracted(builder, TimeUnitRange.EPOCH, instant);
        RexNode rest = builder.makeCall(
                SqlStdOperatorTable.MOD, extracted(builder, TimeUnitRange.MICROSECOND, instant), million);
        RexNode passed = builder.makeCall(
                SqlStdOperatorTable.PLUS, builder.makeCall(SqlStdOperatorTable.MULTIPLY, seconds, million), rest);
        return builder.makeCall(
                ScalarOperators.named("TIMESTAMPADD"), builder.makeLiteral(UNIT), passed, epoch(builder));
    }

    private static RexNode epoch(RexBuilder builder) {
        return builder.makeTimestampLiteral(TimestampString.fromMillisSinceEpoch(0), ZONED_PRECISION);
    }

    private static RexNode extracted(RexBuilder builder, TimeUnitRange unit, RexNode time) {
        return builder.makeCall(SqlStdOperatorTable.EXTRACT, builder.makeFlag(unit), time);
    }

    private static RexNode number(RexBuilder builder, int value) {
        return builder.makeExactLiteral(BigDecimal.valueOf(value));
    }

    private static RexNode microseconds(RexBuilder builder, long value) {
        return builder.makeExactLiteral(
                BigDecimal.valueOf(value), builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT));
    }

    /**
     * {@code x < ANY (array)}, with SQL's answer where the array has NULLs: unknown, if no other element decides. ALL is NOT ANY of the opposite comparison.
     */
    private static RexNode quantified(SqlRexContext context, SqlQuantifyOperator quantify, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        boolean all = quantify.getKind() == SqlKind.ALL;
        SqlQuantifyOperator some = all ? (SqlQuantifyOperator) quantify.not() : quantify;
        RexNode value = context.convertExpression(call.operand(0));
        RexNode array = context.convertExpression(((SqlNodeList) call.operand(1)).get(0));
        RexNode any = any(builder, type(context, call), some, value, array);
        return all ? builder.makeCall(SqlStdOperatorTable.NOT, any) : any;
    }

    /** @param truth whose nullability tells whether anything may be NULL */
    private static RexNode any(
            RexBuilder builder, RelDataType truth, SqlQuantifyOperator some, RexNode value, RexNode array) {
        RexNode unknown = builder.makeNullLiteral(builder.getTypeFactory().createTypeWithNullability(truth, true));
        RexNode nothing = builder.makeNullLiteral(builder.getTypeFactory()
                .createTypeWithNullability(array.getType().getComponentType(), true));
        List<RexNode> cases = new ArrayList<>();
        if (truth.isNullable()) {
            cases.addAll(List.of(builder.makeCall(SqlStdOperatorTable.IS_NULL, array), unknown));
        }
        RexNode elements = builder.makeCall(SqlStdOperatorTable.CARDINALITY, array);
        RexNode zero = builder.makeExactLiteral(BigDecimal.ZERO);
        cases.addAll(List.of(builder.makeCall(SqlStdOperatorTable.EQUALS, elements, zero), builder.makeLiteral(false)));
        if (truth.isNullable()) {
            cases.addAll(List.of(builder.makeCall(SqlStdOperatorTable.IS_NULL, value), unknown));
        }
        cases.addAll(List.of(found(builder, some, value, array), builder.makeLiteral(true)));
        if (truth.isNullable()) {
            cases.addAll(List.of(builder.makeCall(ScalarOperators.named("ARRAY_CONTAINS"), array, nothing), unknown));
        }
        cases.add(builder.makeLiteral(false));
        return builder.makeCall(truth, SqlStdOperatorTable.CASE, cases);
    }

    /** Whether an element that is not NULL fits: the least or the greatest one tells. */
    private static RexNode found(RexBuilder builder, SqlQuantifyOperator some, RexNode value, RexNode array) {
        RexNode least = builder.makeCall(ScalarOperators.named("ARRAY_MIN"), array);
        RexNode greatest = builder.makeCall(ScalarOperators.named("ARRAY_MAX"), array);
        return switch (some.comparisonKind) {
            case EQUALS -> builder.makeCall(ScalarOperators.named("ARRAY_CONTAINS"), array, value);
            case NOT_EQUALS ->
                builder.makeCall(
                        SqlStdOperatorTable.OR,
                        builder.makeCall(SqlStdOperatorTable.NOT_EQUALS, value, least),
                        builder.makeCall(SqlStdOperatorTable.NOT_EQUALS, value, greatest));
            case LESS_THAN -> builder.makeCall(SqlStdOperatorTable.LESS_THAN, value, greatest);
            case LESS_THAN_OR_EQUAL -> builder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, value, greatest);
            case GREATER_THAN -> builder.makeCall(SqlStdOperatorTable.GREATER_THAN, value, least);
            default -> builder.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, value, least);
        };
    }
}
