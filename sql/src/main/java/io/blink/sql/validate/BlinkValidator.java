package io.blink.sql.validate;

import static java.util.Objects.requireNonNull;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.catalog.BlinkCatalogReader;
import io.blink.sql.function.AbsentFunctions;
import io.blink.sql.function.LambdaSpellings;
import io.blink.sql.function.user.UserFunctionTable;
import io.blink.sql.parser.BlinkConformance;
import io.blink.sql.parser.ParserPositions;
import io.blink.sql.type.CharacterConstants;
import java.util.List;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.NlsString;

/** Calcite's validator with our functions, names without case, NULLs lowest. */
public final class BlinkValidator extends SqlValidatorImpl {
    private final UserFunctionTable functions;

    public BlinkValidator(
            BlinkCatalogReader catalogReader, RelDataTypeFactory typeFactory, UserFunctionTable functions) {
        super(
                functions,
                catalogReader,
                typeFactory,
                SqlValidator.Config.DEFAULT
                        .withConformance(BlinkConformance.INSTANCE)
                        .withDefaultNullCollation(NullCollation.LOW)
                        .withIdentifierExpansion(true)
                        .withTypeCoercionEnabled(true)
                        .withTypeCoercionFactory(ImplicitCasts::new));
        this.functions = functions;
    }

    @Override
    public SqlTypeMappingRule getTypeMappingRule() {
        return ExplicitCasts.INSTANCE;
    }

    /** A text constant is as long as it has characters. */
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        RelDataType type = super.deriveType(scope, node);
        if (!(node instanceof SqlCharStringLiteral literal) || type.getSqlTypeName() != SqlTypeName.CHAR) {
            return type;
        }
        RelDataType counted = CharacterConstants.type(requireNonNull(literal.getValueAs(NlsString.class)), typeFactory);
        setValidatedNodeType(node, counted);
        return counted;
    }

    /** Here the stars of the SELECT are expanded. */
    @Override
    protected void validateOrderList(SqlSelect select) {
        EveryColumn.orderExpanded(select);
        super.validateOrderList(select);
    }

    /** A name that no function has gets its neighbours; a known one with wrong arguments gets Calcite's list of signatures. */
    @Override
    public CalciteException handleUnresolvedFunction(
            SqlCall call, SqlOperator unresolved, List<RelDataType> argumentTypes, List<String> argumentNames) {
        String name = unresolved.getName();
        List<String> known = functions.functionNames();
        if (known.stream().noneMatch(name::equalsIgnoreCase)) {
            throw SqlErrors.at(
                    SqlErrorCode.UNKNOWN_FUNCTION,
                    ParserPositions.of(call.getParserPosition()),
                    "there is no function '" + name + "'"
                            + AbsentFunctions.advice(name)
                                    .map(advice -> ": " + advice)
                                    .orElseGet(() -> SqlErrors.suggestion(name, known)));
        }
        if (LambdaSpellings.isName(name)) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_ARGUMENTS,
                    ParserPositions.of(call.getParserPosition()),
                    "'" + name
                            + "' takes a function as its last argument: TRANSFORM(array, x -> x + 1), REDUCE(array, 0, (s, x) -> s + x), MAP_FILTER(map, (k, v) -> v > 1)");
        }
        return super.handleUnresolvedFunction(call, unresolved, argumentTypes, argumentNames);
    }
}
