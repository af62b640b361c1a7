package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import java.util.List;
import org.junit.jupiter.api.Test;

class NestedValuesTest {
    private static final List<Column> COLUMNS =
            List.of(column("INT", "1", "2", null), column("STRING", "a", null, "c"));

    @Test
    void arrays() {
        Expression array = call(ARRAY_VALUE, "ARRAY<INT>", input(0, "INT"), literal("INT", "7"));
        expect(array, COLUMNS, "[1,7]", "[2,7]", "[null,7]");
        expect(call(ITEM, "INT", array, literal("INT", "1")), COLUMNS, "1", "2", null);
        expect(call(ITEM, "INT", array, input(0, "INT")), COLUMNS, "1", "7", null);
        expect(call(ITEM, "INT", array, literal("INT", "3")), COLUMNS, null, null, null);
        expect(call(CARDINALITY, "INT", array), COLUMNS, "2", "2", "2");
        List<Column> arrays = List.of(EvaluationKit.nested("ARRAY<STRING>", new String[][] {{"x", null}, {}, null}));
        expect(call(CARDINALITY, "INT", input(0, "ARRAY<STRING>")), arrays, "2", "0", null);
        expect(call(ITEM, "STRING", input(0, "ARRAY<STRING>"), literal("INT", "1")), arrays, "x", null, null);
        expect(
                call(EQUALS, "BOOLEAN", input(0, "ARRAY<STRING>"), input(0, "ARRAY<STRING>")),
                arrays,
                "TRUE",
                "TRUE",
                null);
    }

    @Test
    void maps() {
        Expression map = call(
                MAP_VALUE,
                "MAP<STRING, INT>",
                literal("STRING", "k"),
                input(0, "INT"),
                literal("STRING", "l"),
                literal("INT", "5"));
        expect(map, COLUMNS, "{\"k\":1,\"l\":5}", "{\"k\":2,\"l\":5}", "{\"k\":null,\"l\":5}");
        expect(call(ITEM, "INT", map, literal("STRING", "k")), COLUMNS, "1", "2", null);
        expect(call(ITEM, "INT", map, input(1, "STRING")), COLUMNS, null, null, null);
        expect(call(CARDINALITY, "INT", map), COLUMNS, "2", "2", "2");
        Expression nullKey = call(MAP_VALUE, "MAP<STRING, INT>", input(1, "STRING"), input(0, "INT"));
        assertThatThrownBy(() -> evaluate(nullKey, new Batch(COLUMNS)))
                .hasMessageContaining("a key of a map cannot be NULL");
    }

    @Test
    void rows() {
        Expression row = call(ROW_VALUE, "ROW<`n` BIGINT, `s` STRING>", input(0, "INT"), input(1, "STRING"));
        expect(row, COLUMNS, "{\"n\":1,\"s\":\"a\"}", "{\"n\":2,\"s\":null}", "{\"n\":null,\"s\":\"c\"}");
        expect(call(ROW_FIELD, "STRING", row, literal("INT", "1")), COLUMNS, "a", null, "c");
        expect(
                call(COALESCE, "ROW<`n` BIGINT, `s` STRING>", literal("ROW<`n` BIGINT, `s` STRING>", null), row),
                COLUMNS,
                "{\"n\":1,\"s\":\"a\"}",
                "{\"n\":2,\"s\":null}",
                "{\"n\":null,\"s\":\"c\"}");
        Expression missing =
                call(ROW_FIELD, "STRING", call(NULLIF, "ROW<`n` BIGINT, `s` STRING>", row, row), literal("INT", "1"));
        expect(missing, COLUMNS, null, null, null);
    }
}
