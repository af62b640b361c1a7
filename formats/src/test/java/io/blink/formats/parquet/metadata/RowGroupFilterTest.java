package io.blink.formats.parquet.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.expression.Call;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowGroupFilterTest {
    /** The format lets writers leave NaN out of the bounds, and it is larger than any number. */
    @ParameterizedTest
    @CsvSource({
        "DOUBLE, LESS_THAN, 5, true",
        "DOUBLE, EQUALS, 5, true",
        "DOUBLE, GREATER_THAN, 5, false",
        "FLOAT, GREATER_OR_EQUAL, 5, false",
        "FLOAT, EQUALS, NaN, false",
        "DOUBLE, LESS_OR_EQUAL, NaN, false",
        "BIGINT, GREATER_THAN, 5, true"
    })
    void boundsOfFloatingNumbersSayNothingOfNotANumber(
            String type, ScalarFunction function, String value, boolean usable) {
        List<Field> columns = List.of(new Field("number", DataType.parse(type)));
        Call condition = new Call(
                function,
                List.of(
                        new InputColumn(0, columns.get(0).type()),
                        new Literal(value, columns.get(0).type())),
                DataType.of(TypeKind.BOOLEAN));
        ReadRequest request = new ReadRequest(columns, columns, List.of(condition), 0, Long.MAX_VALUE, ZoneOffset.UTC);
        assertThat(RowGroupFilter.predicate(request, ParquetTypes.schema(columns))
                        .isPresent())
                .isEqualTo(usable);
    }
}
