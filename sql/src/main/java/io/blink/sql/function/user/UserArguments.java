package io.blink.sql.function.user;

import io.blink.core.error.BlinkException;
import io.blink.core.function.user.ResolvedSignature;
import io.blink.core.type.DataType;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.UserFunctionDefinition;
import io.blink.sql.parser.ParserPositions;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The arguments of a call of a user's function: the signature that fits best is chosen, and they are cast to what it takes. */
final class UserArguments implements SqlOperandTypeChecker {
    private final UserFunctionDefinition definition;

    UserArguments(UserFunctionDefinition definition) {
        this.definition = definition;
    }

    ResolvedSignature signature(SqlOperatorBinding binding) {
        List<DataType> given = new ArrayList<>();
        for (RelDataType type : binding.collectOperandTypes()) {
            given.add(TypeMapping.toCore(type));
        }
        return definition.type().resolve(given);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        ResolvedSignature signature;
        try {
            signature = signature(binding);
        } catch (BlinkException e) {
            if (!throwOnFailure) {
                return false;
            }
            SqlParserPos position = binding.getCall().getParserPosition();
            throw SqlErrors.at(SqlErrorCode.INVALID_ARGUMENTS, ParserPositions.of(position), e.getMessage(), e);
        }
        cast(binding, signature.argumentTypes());
        return true;
    }

    /** As implicit casts are made: in the tree, so that aggregates and calls with OVER have them too. */
    private static void cast(SqlCallBinding binding, List<DataType> targets) {
        SqlCall call = binding.getCall();
        for (int i = 0; i < targets.size(); i++) {
            RelDataType given = binding.getOperandType(i);
            if (TypeMapping.toCore(given).equalsIgnoringNullability(targets.get(i))) {
                continue;
            }
            SqlNode operand = call.operand(i);
            RelDataType target =
                    TypeMapping.toCalcite(targets.get(i).withNullable(given.isNullable()), binding.getTypeFactory());
            SqlNode cast = SqlStdOperatorTable.CAST.createCall(
                    operand.getParserPosition(), operand, SqlTypeUtil.convertTypeToSpec(target));
            call.setOperand(i, cast);
            binding.getValidator().deriveType(binding.getScope(), cast);
        }
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
        return definition.type().signatures().stream()
                .map(signature -> name + signature)
                .collect(Collectors.joining("\n"));
    }
}
