package io.blink.sql.function;

import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.AggregateFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/** Our aggregates: names, argument types, result types. */
final class AggregateList {
    private static final SqlReturnTypeInference DOUBLE_OR_NULL =
            ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference FIRST_OR_NULL =
            ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** NULL over no rows. */
    private static final SqlReturnTypeInference ARRAY_OR_NULL = binding -> {
        var factory = binding.getTypeFactory();
        var element = factory.createTypeWithNullability(binding.getOperandType(0), true);
        return factory.createTypeWithNullability(factory.createArrayType(element, -1), true);
    };

    private static final SqlReturnTypeInference ARRAY_OF_FIRST = binding -> {
        var factory = binding.getTypeFactory();
        var element = factory.createTypeWithNullability(binding.getOperandType(0), true);
        return factory.createArrayType(element, -1);
    };

    private final List<BlinkAggregate> aggregates = new ArrayList<>();

    static List<BlinkAggregate> all() {
        AggregateList list = new AggregateList();
        list.bits();
        list.statistics();
        list.holistic();
        return List.copyOf(list.aggregates);
    }

    private void bits() {
        add(AggregateFunction.BIT_AND, FIRST_OR_NULL, family(INTEGER), "BIT_AND");
        add(AggregateFunction.BIT_OR, FIRST_OR_NULL, family(INTEGER), "BIT_OR");
        add(AggregateFunction.BIT_XOR, FIRST_OR_NULL, family(INTEGER), "BIT_XOR");
        add(AggregateFunction.PRODUCT, DOUBLE_OR_NULL, family(NUMERIC), "PRODUCT");
        add(AggregateFunction.MIN_BY, FIRST_OR_NULL, family(ANY, ANY), "MIN_BY");
        add(AggregateFunction.MIN_BY, FIRST_OR_NULL, family(ANY, ANY), "ARG_MIN");
        add(AggregateFunction.MAX_BY, FIRST_OR_NULL, family(ANY, ANY), "MAX_BY");
        add(AggregateFunction.MAX_BY, FIRST_OR_NULL, family(ANY, ANY), "ARG_MAX");
        add(AggregateFunction.LAST_SEEN, FIRST_OR_NULL, OperandTypes.ANY, AggregateOperators.LAST_SEEN);
        add(
                AggregateFunction.APPROX_PERCENTILE,
                FIRST_OR_NULL,
                family(ANY, NUMERIC),
                AggregateOperators.APPROX_PERCENTILE);
        add(AggregateFunction.APPROX_COUNT_DISTINCT, ReturnTypes.BIGINT, OperandTypes.ANY, "APPROX_COUNT_DISTINCT");
    }

    private void statistics() {
        pairs(AggregateFunction.CORR, "CORR");
        pairs(AggregateFunction.COVAR_POP, "COVAR_POP");
        pairs(AggregateFunction.COVAR_SAMP, "COVAR_SAMP");
        pairs(AggregateFunction.REGR_AVGX, "REGR_AVGX");
        pairs(AggregateFunction.REGR_AVGY, "REGR_AVGY");
        pairs(AggregateFunction.REGR_INTERCEPT, "REGR_INTERCEPT");
        pairs(AggregateFunction.REGR_R2, "REGR_R2");
        pairs(AggregateFunction.REGR_SLOPE, "REGR_SLOPE");
        pairs(AggregateFunction.REGR_SXX, "REGR_SXX");
        pairs(AggregateFunction.REGR_SXY, "REGR_SXY");
        pairs(AggregateFunction.REGR_SYY, "REGR_SYY");
        add(AggregateFunction.SKEWNESS, DOUBLE_OR_NULL, family(NUMERIC), "SKEWNESS");
        add(AggregateFunction.KURTOSIS, DOUBLE_OR_NULL, family(NUMERIC), "KURTOSIS");
    }

    private void holistic() {
        ordered(AggregateFunction.ARRAY_AGG, ARRAY_OR_NULL, "ARRAY_AGG");
        ordered(AggregateFunction.COLLECT_LIST, ARRAY_OF_FIRST, "COLLECT_LIST");
        ordered(AggregateFunction.FIRST_VALUE, FIRST_OR_NULL, AggregateOperators.FIRST_VALUE);
        ordered(AggregateFunction.LAST_VALUE, FIRST_OR_NULL, AggregateOperators.LAST_VALUE);
        add(AggregateFunction.MODE, FIRST_OR_NULL, OperandTypes.ANY, "MODE");
        add(
                AggregateFunction.PERCENTILE_CONT,
                DOUBLE_OR_NULL,
                family(NUMERIC, NUMERIC, BOOLEAN),
                AggregateOperators.PERCENTILE_CONT);
        add(
                AggregateFunction.PERCENTILE_DISC,
                FIRST_OR_NULL,
                family(ANY, NUMERIC, BOOLEAN),
                AggregateOperators.PERCENTILE_DISC);
    }

    private void pairs(AggregateFunction function, String name) {
        add(function, DOUBLE_OR_NULL, family(NUMERIC, NUMERIC), name);
    }

    private void ordered(AggregateFunction function, SqlReturnTypeInference result, String name) {
        aggregates.add(new BlinkAggregate(name, function, result, OperandTypes.ANY, Optionality.OPTIONAL));
    }

    private void add(
            AggregateFunction function, SqlReturnTypeInference result, SqlOperandTypeChecker operands, String name) {
        aggregates.add(new BlinkAggregate(name, function, result, operands, Optionality.FORBIDDEN));
    }
}
