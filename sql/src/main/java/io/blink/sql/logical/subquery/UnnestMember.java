package io.blink.sql.logical.subquery;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** The condition {@code UNNEST_MEMBER(collection, columns of UnnestedElements)}: TRUE for the elements of the collection. Never reaches a plan. */
final class UnnestMember extends SqlFunction {
    static final UnnestMember INSTANCE = new UnnestMember();

    private UnnestMember() {
        super(
                "UNNEST_MEMBER",
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.BOOLEAN_NOT_NULL,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.SYSTEM);
    }

    /** @param first the number of the first column of the elements */
    static RexNode call(RexNode collection, UnnestedElements elements, int first, RexBuilder rexBuilder) {
        List<RexNode> operands = new ArrayList<>(List.of(collection));
        elements.getRowType()
                .getFieldList()
                .forEach(field -> operands.add(new RexInputRef(first + field.getIndex(), field.getType())));
        return rexBuilder.makeCall(INSTANCE, operands);
    }

    static boolean isMember(RexNode condition) {
        return condition instanceof RexCall call && call.getOperator() == INSTANCE;
    }

    static RexNode collection(RexNode member) {
        return ((RexCall) member).getOperands().get(0);
    }

    static int firstElementColumn(RexNode member) {
        return ((RexInputRef) ((RexCall) member).getOperands().get(1)).getIndex();
    }
}
