package io.blink.sql.function;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * One call of a function of a function {@code x -> …} in the parse tree, with its own variables: operands are the array, for REDUCE its first value, and the body. The
 * type of the array is that of the variables, so that the array is typed first.
 */
public final class LambdaFunction extends SqlSpecialOperator {
    private final LambdaOperator meaning;
    private final List<LambdaVariable> variables;

    LambdaFunction(LambdaOperator meaning, List<LambdaVariable> variables) {
        super(meaning.getName(), SqlKind.OTHER, 0, true, null, LambdaFunction::typeVariables, OperandTypes.VARIADIC);
        this.meaning = meaning;
        this.variables = List.copyOf(variables);
    }

    /** Who infers types of what has none (parameters, NULLs) asks the body for its types before anyone asks the call. */
    private static void typeVariables(SqlCallBinding binding, RelDataType result, RelDataType[] operands) {
        binding.getValidator().deriveType(binding.getScope(), binding.getCall());
    }

    public LambdaOperator meaning() {
        return meaning;
    }

    /** The numbers of the variables, as the operator has them. */
    public List<Integer> ids() {
        return variables.stream().map(LambdaVariable::id).toList();
    }

    /** Of the value so far of REDUCE. */
    public RelDataType valueType() {
        return variables.get(0).type();
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataType array = validator.deriveType(scope, call.operand(0));
        if (array.getSqlTypeName() != SqlTypeName.ARRAY) {
            throw refused(call.operand(0), getName() + " takes an array, not " + text(array));
        }
        RelDataTypeFactory types = validator.getTypeFactory();
        RelDataType element = types.createTypeWithNullability(array.getComponentType(), true);
        if (meaning == LambdaOperator.REDUCE) {
            return reduced(validator, scope, call, element);
        }
        variables.get(0).become(element);
        if (variables.size() > 1) {
            variables.get(1).become(types.createSqlType(SqlTypeName.INTEGER));
        }
        RelDataType body = validator.deriveType(scope, call.operand(1));
        if (meaning == LambdaOperator.TRANSFORM) {
            return types.createTypeWithNullability(
                    types.createArrayType(types.createTypeWithNullability(body, true), -1), array.isNullable());
        }
        if (!SqlTypeUtil.inBooleanFamily(body)) {
            throw refused(call.operand(1), getName() + " needs a condition, a BOOLEAN, not " + text(body));
        }
        return meaning == LambdaOperator.FILTER
                ? array
                : types.createTypeWithNullability(types.createSqlType(SqlTypeName.BOOLEAN), true);
    }

    /** The value so far has the common type of the first value and of what becomes of that. */
    private RelDataType reduced(SqlValidator validator, SqlValidatorScope scope, SqlCall call, RelDataType element) {
        RelDataTypeFactory types = validator.getTypeFactory();
        RelDataType first = types.createTypeWithNullability(validator.deriveType(scope, call.operand(1)), true);
        variables.get(0).become(first);
        variables.get(1).become(element);
        SqlNode body = call.operand(2);
        RelDataType common = types.leastRestrictive(List.of(first, validator.deriveType(scope, body)));
        if (common == null) {
            throw refused(
                    body,
                    getName() + " makes " + text(validator.deriveType(scope, body)) + " of " + text(first)
                            + "; CAST one of them, so that the value keeps its type");
        }
        RelDataType value = types.createTypeWithNullability(common, true);
        if (!value.equals(first)) {
            variables.get(0).become(value);
            body.accept(new TypeRemoval(validator));
            validator.deriveType(scope, body);
        }
        return value;
    }

    /** The types of the body are found anew. */
    private static final class TypeRemoval extends SqlBasicVisitor<Void> {
        private final SqlValidator validator;

        TypeRemoval(SqlValidator validator) {
            this.validator = validator;
        }

        @Override
        public Void visit(SqlCall call) {
            validator.removeValidatedNodeType(call);
            return super.visit(call);
        }

        @Override
        public Void visit(SqlNodeList list) {
            validator.removeValidatedNodeType(list);
            return super.visit(list);
        }

        @Override
        public Void visit(SqlIntervalQualifier qualifier) {
            return null;
        }
    }

    private static String text(RelDataType type) {
        return type.toString().replace("VARCHAR(2147483647)", "STRING");
    }

    private static BlinkException refused(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.INVALID_ARGUMENTS, ParserPositions.of(node.getParserPosition()), message);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        SqlWriter.Frame frame = writer.startFunCall(getName());
        for (SqlNode operand : call.getOperandList()) {
            writer.sep(",");
            operand.unparse(writer, 0, 0);
        }
        writer.endFunCall(frame);
    }
}
