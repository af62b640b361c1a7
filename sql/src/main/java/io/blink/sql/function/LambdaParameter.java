package io.blink.sql.function;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A parameter where the body of its function {@code x -> …} names it: a call without arguments in the parse tree. */
public final class LambdaParameter extends SqlSpecialOperator {
    static final int WHOLE = -1;

    private final LambdaVariable variable;
    private final int field;

    /** @param field of the variable, a row, or {@link #WHOLE} */
    LambdaParameter(String name, LambdaVariable variable, int field) {
        super(name, SqlKind.OTHER, 0, true, null, null, OperandTypes.NILADIC);
        this.variable = variable;
        this.field = field;
    }

    public int id() {
        return variable.id();
    }

    /** Of the variable. */
    public RelDataType variableType() {
        return requireNonNull(variable.type(), getName());
    }

    /** Of the variable, a row; negative: the variable itself. */
    public int field() {
        return field;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataType type = variableType();
        if (field < 0) {
            return type;
        }
        RelDataType part = type.getFieldList().get(field).getType();
        return validator.getTypeFactory().createTypeWithNullability(part, type.isNullable() || part.isNullable());
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        writer.identifier(getName(), false);
    }
}
