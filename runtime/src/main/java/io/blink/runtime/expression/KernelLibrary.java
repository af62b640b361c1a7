package io.blink.runtime.expression;

import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.arithmetic.Arithmetics;
import io.blink.runtime.expression.comparison.Comparisons;
import io.blink.runtime.expression.decimal.Decimals;
import io.blink.runtime.expression.json.JsonFunctions;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.nested.Collections;
import io.blink.runtime.expression.nested.NestedValues;
import io.blink.runtime.expression.text.Texts;
import io.blink.runtime.expression.time.Times;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds the kernel for a call, by family. */
final class KernelLibrary {
    /** Functions that take nulls as values. */
    private static final Set<ScalarFunction> NULL_TAKING = EnumSet.of(
            ScalarFunction.IS_NULL,
            ScalarFunction.IS_NOT_NULL,
            ScalarFunction.IS_TRUE,
            ScalarFunction.IS_NOT_TRUE,
            ScalarFunction.IS_FALSE,
            ScalarFunction.IS_NOT_FALSE,
            ScalarFunction.IS_DISTINCT_FROM,
            ScalarFunction.IS_NOT_DISTINCT_FROM,
            ScalarFunction.CONCAT_WS,
            ScalarFunction.REQUIRE_NOT_NULL,
            ScalarFunction.ASSERT_TRUE,
            ScalarFunction.RAISE_ERROR,
            ScalarFunction.FORMAT_STRING,
            ScalarFunction.ARRAY_VALUE,
            ScalarFunction.MAP_VALUE,
            ScalarFunction.ROW_VALUE,
            ScalarFunction.ARRAY_CONTAINS,
            ScalarFunction.ARRAY_APPEND,
            ScalarFunction.ARRAY_PREPEND,
            ScalarFunction.ARRAY_REMOVE,
            ScalarFunction.ARRAY_REPEAT,
            ScalarFunction.JSON_VALUE,
            ScalarFunction.JSON_OBJECT,
            ScalarFunction.JSON_ARRAY);

    /** Functions that are cheap and never fail. */
    private static final Set<ScalarFunction> FREE = EnumSet.of(
            ScalarFunction.NOT,
            ScalarFunction.IS_NULL,
            ScalarFunction.IS_NOT_NULL,
            ScalarFunction.IS_TRUE,
            ScalarFunction.IS_NOT_TRUE,
            ScalarFunction.IS_FALSE,
            ScalarFunction.IS_NOT_FALSE,
            ScalarFunction.IS_DISTINCT_FROM,
            ScalarFunction.IS_NOT_DISTINCT_FROM,
            ScalarFunction.EQUALS,
            ScalarFunction.NOT_EQUALS,
            ScalarFunction.LESS_THAN,
            ScalarFunction.LESS_OR_EQUAL,
            ScalarFunction.GREATER_THAN,
            ScalarFunction.GREATER_OR_EQUAL,
            ScalarFunction.ROW_FIELD);

    private final EvaluationContext context;

    KernelLibrary(EvaluationContext context) {
        this.context = context;
    }

    static boolean isStrict(ScalarFunction function) {
        return !NULL_TAKING.contains(function);
    }

    static boolean isFree(ScalarFunction function) {
        return FREE.contains(function);
    }

    Kernel create(CallSite site) {
        ScalarFunction function = site.function();
        return switch (function) {
            case NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> Comparisons.truth(function);
            case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM ->
                Comparisons.distinct(function, site.argumentType(0), site.argumentType(1));
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL ->
                Comparisons.compare(function, site.argumentType(0), site.argumentType(1));
            case GREATEST, LEAST -> Comparisons.extreme(function, argumentTypes(site));
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> binaryArithmetic(site);
            case NEGATE, ABS, SIGN, CEIL, FLOOR, BIT_AND, BIT_OR, BIT_XOR, BIT_NOT -> unaryArithmetic(site);
            case ROUND, TRUNCATE ->
                site.type().kind() == TypeKind.DECIMAL ? Decimals.unary(site) : Arithmetics.rounding(site);
            case POWER,
                    SQRT,
                    EXP,
                    LN,
                    LOG10,
                    LOG2,
                    LOG,
                    SIN,
                    COS,
                    TAN,
                    COT,
                    ASIN,
                    ACOS,
                    ATAN,
                    ATAN2,
                    SINH,
                    COSH,
                    TANH,
                    DEGREES,
                    RADIANS,
                    CBRT,
                    HYPOT,
                    LOG1P,
                    EXPM1,
                    ASINH,
                    ACOSH,
                    ATANH,
                    RINT -> Arithmetics.doubles(site);
            case LIKE -> Texts.like(site);
            case REQUIRE_NOT_NULL -> new RequiredValues(site);
            case ASSERT_TRUE, RAISE_ERROR -> new RaisedErrors(site);
            default -> named(site);
        };
    }

    private Kernel named(CallSite site) {
        Kernel kernel = Texts.create(site, context.timeZone());
        kernel = kernel != null ? kernel : Arithmetics.named(site);
        kernel = kernel != null ? kernel : Times.create(site, context.timeZone());
        kernel = kernel != null ? kernel : NestedValues.create(site);
        kernel = kernel != null ? kernel : Collections.create(site, context.timeZone());
        kernel = kernel != null ? kernel : JsonFunctions.create(site, context.timeZone());
        if (kernel == null) {
            throw site.notSupportedForTypes();
        }
        return kernel;
    }

    private static List<DataType> argumentTypes(CallSite site) {
        return site.call().arguments().stream().map(argument -> argument.type()).toList();
    }

    private Kernel binaryArithmetic(CallSite site) {
        boolean numbers = site.call().arguments().stream()
                .allMatch(argument -> argument.type().kind().isNumeric());
        if (!numbers || !site.type().kind().isNumeric()) {
            return Times.arithmetic(site, context.timeZone());
        }
        return site.type().kind() == TypeKind.DECIMAL ? Decimals.arithmetic(site) : numeric(site);
    }

    private Kernel unaryArithmetic(CallSite site) {
        if (Times.isInterval(site.type().kind())) {
            return Times.arithmetic(site, context.timeZone());
        }
        return site.type().kind() == TypeKind.DECIMAL ? Decimals.unary(site) : numeric(site);
    }

    private static Kernel numeric(CallSite site) {
        Kernel kernel = Arithmetics.create(site);
        if (kernel == null) {
            throw site.notSupportedForTypes();
        }
        return kernel;
    }
}
