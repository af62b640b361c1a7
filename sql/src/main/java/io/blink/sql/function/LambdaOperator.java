package io.blink.sql.function;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * A function with a function {@code x -> …} among its arguments, behind the validator: the body is an operand, whose parameters are {@code RexLambdaRef}s by their
 * numbers, which stand as literals behind it. The translator gives each call its type, which the operator finds again for whoever makes the call anew.
 */
public final class LambdaOperator extends SqlSpecialOperator {
    /** array, body, number of the element [, number of its place from 0]. */
    public static final LambdaOperator TRANSFORM =
            new LambdaOperator("TRANSFORM", ScalarFunction.ARRAY_TRANSFORM, LambdaOperator::ofBodies);

    /** The same with a BOOLEAN. */
    public static final LambdaOperator FILTER =
            new LambdaOperator("FILTER", ScalarFunction.ARRAY_FILTER, ReturnTypes.ARG0);

    /** The same. */
    public static final LambdaOperator ANY_MATCH = new LambdaOperator(
            "ANY_MATCH", ScalarFunction.ARRAY_ANY_MATCH, ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE));

    /** array, first value, body, number of the value so far, number of the element. */
    public static final LambdaOperator REDUCE =
            new LambdaOperator("REDUCE", ScalarFunction.ARRAY_REDUCE, ReturnTypes.ARG2);

    private final ScalarFunction function;

    private LambdaOperator(String name, ScalarFunction function, SqlReturnTypeInference result) {
        super(name, SqlKind.OTHER, 0, true, result, null, null);
        this.function = function;
    }

    private static RelDataType ofBodies(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataType element = types.createTypeWithNullability(binding.getOperandType(1), true);
        return types.createTypeWithNullability(
                types.createArrayType(element, -1), binding.getOperandType(0).isNullable());
    }

    ScalarFunction function() {
        return function;
    }
}
