package io.blink.hive.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionPredicateTest {
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final Expression YEAR = new InputColumn(0, INT);
    private static final Expression REGION = new InputColumn(2, DataType.string());
    private static final int[] COLUMNS = {0, -1, 1};

    @Test
    void comparisonsAreThreeValued() {
        assertAccepts(call(ScalarFunction.EQUALS, YEAR, integer(2024)), true, 2024L, "eu");
        assertAccepts(call(ScalarFunction.EQUALS, YEAR, integer(2024)), false, 2023L, "eu");
        assertAccepts(call(ScalarFunction.EQUALS, YEAR, integer(2024)), false, null, "eu");
        assertAccepts(call(ScalarFunction.NOT_EQUALS, YEAR, integer(2024)), false, null, "eu");
        assertAccepts(not(call(ScalarFunction.EQUALS, YEAR, integer(2024))), false, null, "eu");
        assertAccepts(call(ScalarFunction.IS_NULL, YEAR), true, null, "eu");
        assertAccepts(call(ScalarFunction.IS_NOT_DISTINCT_FROM, YEAR, new Literal(null, INT)), true, null, "eu");
        assertAccepts(call(ScalarFunction.BETWEEN, YEAR, integer(2020), integer(2024)), true, 2020L, "eu");
        assertAccepts(call(ScalarFunction.BETWEEN, YEAR, integer(2020), new Literal(null, INT)), false, 2021L, "eu");
    }

    @Test
    void logicCombinesThem() {
        Expression eu = call(ScalarFunction.EQUALS, REGION, text("eu"));
        Expression recent = call(ScalarFunction.GREATER_THAN, YEAR, integer(2023));
        assertAccepts(call(ScalarFunction.AND, eu, recent), true, 2024L, "eu");
        assertAccepts(call(ScalarFunction.AND, eu, recent), false, null, "eu");
        assertAccepts(call(ScalarFunction.OR, eu, recent), true, null, "eu");
        assertAccepts(not(call(ScalarFunction.AND, eu, recent)), true, null, "us");
    }

    @Test
    void inListWithNullNeverDenies() {
        Expression in = call(ScalarFunction.IN, YEAR, integer(1), new Literal(null, INT));
        assertAccepts(in, true, 1L, "x");
        assertAccepts(in, false, 2L, "x");
        assertAccepts(call(ScalarFunction.NOT_IN, YEAR, integer(1), new Literal(null, INT)), false, 2L, "x");
        assertAccepts(call(ScalarFunction.NOT_IN, YEAR, integer(1), integer(3)), true, 2L, "x");
    }

    @Test
    void textsCompareByTheirBytes() {
        Expression less = call(ScalarFunction.LESS_THAN, REGION, text("\uFFFD"));
        assertAccepts(less, false, 1L, "\uD83D\uDE00");
        assertAccepts(less, true, 1L, "z");
    }

    @Test
    void wideningCastsAreSeenThrough() {
        Expression wide = new Call(ScalarFunction.CAST, List.of(YEAR), BIGINT);
        assertAccepts(call(ScalarFunction.EQUALS, wide, new Literal("2024", BIGINT)), true, 2024L, "x");
        Expression decimal = new Call(ScalarFunction.CAST, List.of(YEAR), DataType.decimal(21, 2));
        assertAccepts(
                call(ScalarFunction.LESS_THAN, decimal, new Literal("2024.50", DataType.decimal(21, 2))),
                true,
                2024L,
                "x");
        assertThat(PartitionValues.parse("2.50", new io.blink.core.type.Field("d", DataType.decimal(5, 2)), "p"))
                .isEqualTo(new BigDecimal("2.50"));
    }

    @Test
    void whatIsNotUnderstoodStaysWithTheRows() {
        Expression other = new InputColumn(1, INT);
        assertThat(PartitionPredicate.of(call(ScalarFunction.EQUALS, other, integer(1)), COLUMNS))
                .isEmpty();
        Expression upper = new Call(ScalarFunction.UPPER, List.of(REGION), DataType.string());
        assertThat(PartitionPredicate.of(call(ScalarFunction.EQUALS, upper, text("EU")), COLUMNS))
                .isEmpty();
        Expression narrow = new Call(ScalarFunction.CAST, List.of(YEAR), DataType.of(TypeKind.TINYINT));
        assertThat(PartitionPredicate.of(
                        call(ScalarFunction.EQUALS, narrow, new Literal("1", DataType.of(TypeKind.TINYINT))), COLUMNS))
                .isEmpty();
    }

    private static void assertAccepts(Expression condition, boolean expected, Long year, String region) {
        assertThat(PartitionPredicate.of(condition, COLUMNS).orElseThrow().accepts(new Object[] {year, region}))
                .as(condition.toString())
                .isEqualTo(expected);
    }

    private static Expression call(ScalarFunction function, Expression... arguments) {
        return new Call(function, List.of(arguments), BOOLEAN);
    }

    private static Expression not(Expression argument) {
        return call(ScalarFunction.NOT, argument);
    }

    private static Literal integer(int value) {
        return new Literal(Integer.toString(value), INT);
    }

    private static Literal text(String value) {
        return new Literal(value, DataType.string());
    }
}
