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
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
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
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(List.of(condition), null);
        assertThat(RowGroupFilter.predicate(request, ParquetTypes.schema(columns))
                        .isPresent())
                .isEqualTo(usable);
    }

    @ParameterizedTest
    @CsvSource({
        "int32, 'DECIMAL(7,2)', 40.9, 'lteq(number, 4090)'",
        "int32, 'DECIMAL(7,2)', -1, 'lteq(number, -100)'",
        "int64, 'DECIMAL(15,3)', 4000000000.125, 'lteq(number, 4000000000125)'",
        "fixed_len_byte_array(4), 'DECIMAL(7,2)', -0.02, 'lteq(number, Binary{4 constant bytes, [-1, -1, -1, -2]})'",
        "fixed_len_byte_array(3), 'DECIMAL(6,2)', 5.12, 'lteq(number, Binary{3 constant bytes, [0, 2, 0]})'",
        "int32, 'DECIMAL(7,2)', 40.905, ''",
        "int32, 'DECIMAL(7,2)', 99999999999, ''",
        "binary, 'DECIMAL(7,2)', 5, ''"
    })
    void decimalsAreComparedAsTheyAreStored(String stored, String type, String value, String predicate) {
        List<Field> columns = List.of(new Field("number", DataType.parse(type)));
        Call condition = new Call(
                ScalarFunction.LESS_OR_EQUAL,
                List.of(
                        new InputColumn(0, columns.get(0).type()),
                        new Literal(value, columns.get(0).type())),
                DataType.of(TypeKind.BOOLEAN));
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(List.of(condition), null);
        MessageType schema =
                MessageTypeParser.parseMessageType("message rows { optional " + stored + " number (" + type + "); }");
        assertThat(RowGroupFilter.predicate(request, schema)
                        .map(Object::toString)
                        .orElse(""))
                .isEqualTo(predicate);
    }

    @Test
    void aDecimalOfAnotherScaleThanTheTablesIsNotCompared() {
        List<Field> columns = List.of(new Field("number", DataType.parse("DECIMAL(7, 2)")));
        Call condition = new Call(
                ScalarFunction.EQUALS,
                List.of(
                        new InputColumn(0, columns.get(0).type()),
                        new Literal("5", columns.get(0).type())),
                DataType.of(TypeKind.BOOLEAN));
        ReadRequest request =
                ReadRequest.whole(columns, columns, ZoneOffset.UTC).filtered(List.of(condition), null);
        List<Field> older = List.of(new Field("number", DataType.parse("DECIMAL(7, 3)")));
        assertThat(RowGroupFilter.predicate(request, ParquetTypes.schema(older)))
                .isEmpty();
    }
}
