package io.blink.sql.logical.simplify;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Literal;
import io.blink.sql.expression.ExpressionTranslator;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;

/**
 * Constants by the rules of our own expressions, where these fold exactly: no code is generated while planning, and no constant means something else
 * here than at run time. What does not fold, or would fail, stays an expression.
 */
public final class ConstantFolding implements RexExecutor {
    public static final ConstantFolding INSTANCE = new ConstantFolding();

    private ConstantFolding() {}

    @Override
    public void reduce(RexBuilder rexBuilder, List<RexNode> constants, List<RexNode> reduced) {
        ExpressionTranslator translator = new ExpressionTranslator(List.of(), rexBuilder);
        for (RexNode constant : constants) {
            reduced.add(reduce(rexBuilder, translator, constant));
        }
    }

    private static RexNode reduce(RexBuilder rexBuilder, ExpressionTranslator translator, RexNode constant) {
        try {
            return translator.translate(constant) instanceof Literal literal
                    ? literal(rexBuilder, literal, constant)
                    : constant;
        } catch (BlinkException e) {
            // What cannot be translated is refused with its place when the whole plan is; here it just stays.
            return constant;
        }
    }

    private static RexNode literal(RexBuilder rexBuilder, Literal literal, RexNode constant) {
        RelDataType type = constant.getType();
        if (literal.isNull()) {
            return rexBuilder.makeNullLiteral(type);
        }
        String value = literal.value();
        RexNode folded =
                switch (type.getSqlTypeName()) {
                    case BOOLEAN -> rexBuilder.makeLiteral(Boolean.parseBoolean(value));
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                        rexBuilder.makeExactLiteral(new BigDecimal(value), type);
                    case VARCHAR -> rexBuilder.makeLiteral(value, type, false);
                    // Calcite compares the constants of filled-up CHARs with their blanks: those stay casts.
                    case CHAR -> value.endsWith(" ") ? constant : rexBuilder.makeLiteral(value, type, false);
                    case DATE -> rexBuilder.makeDateLiteral(DateString.fromDaysSinceEpoch(Integer.parseInt(value)));
                    default -> constant;
                };
        return folded == constant ? constant : rexBuilder.ensureType(type, folded, true);
    }
}
