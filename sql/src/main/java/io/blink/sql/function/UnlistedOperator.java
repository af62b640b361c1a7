package io.blink.sql.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** What the parse tree's rewriting makes of clauses that depend on types: typed by the validator, no function for people, and translated to others after it. */
public final class UnlistedOperator extends SqlSpecialOperator {
    /** Microseconds are what a change of zone keeps. */
    private static final int ZONED_PRECISION_MAX = 6;

    /** Of a TIMESTAMP the instant at which clocks of the zone show it, of a TIMESTAMP_LTZ what they show then. */
    public static final UnlistedOperator AT_TIME_ZONE = new UnlistedOperator(
            "AT TIME ZONE",
            UnlistedOperator::zoned,
            OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.CHARACTER));

    /** The same of the session's zone. */
    public static final UnlistedOperator AT_LOCAL =
            new UnlistedOperator("AT LOCAL", UnlistedOperator::zoned, OperandTypes.family(SqlTypeFamily.TIMESTAMP));

    /** {@code ARRAY[]}. */
    public static final UnlistedOperator EMPTY_ARRAY = new UnlistedOperator(
            "ARRAY[]",
            binding -> binding.getTypeFactory().createArrayType(nothing(binding.getTypeFactory()), -1),
            OperandTypes.NILADIC);

    /** {@code MAP[]}. */
    public static final UnlistedOperator EMPTY_MAP = new UnlistedOperator(
            "MAP[]",
            binding -> binding.getTypeFactory()
                    .createMapType(nothing(binding.getTypeFactory()), nothing(binding.getTypeFactory())),
            OperandTypes.NILADIC);

    static final UnlistedOperator GROUPS_OFFSET =
            new UnlistedOperator("GROUPS", ReturnTypes.ARG0, OperandTypes.EXACT_NUMERIC);

    private UnlistedOperator(String name, SqlReturnTypeInference result, SqlOperandTypeChecker operands) {
        super(name, SqlKind.OTHER, 0, true, result, null, operands);
    }

    private static RelDataType nothing(RelDataTypeFactory factory) {
        return factory.createSqlType(SqlTypeName.NULL);
    }

    private static RelDataType zoned(SqlOperatorBinding binding) {
        RelDataType time = binding.getOperandType(0);
        RelDataTypeFactory factory = binding.getTypeFactory();
        SqlTypeName result = time.getSqlTypeName() == SqlTypeName.TIMESTAMP
                ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                : SqlTypeName.TIMESTAMP;
        boolean nullable = binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
        return factory.createTypeWithNullability(
                factory.createSqlType(result, Math.min(time.getPrecision(), ZONED_PRECISION_MAX)), nullable);
    }

    /** Without looking for an operator of that name in the table. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }
}
