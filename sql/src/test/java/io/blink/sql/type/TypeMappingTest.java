package io.blink.sql.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.type.DataType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeMappingTest {
    private final BlinkTypeFactory factory = new BlinkTypeFactory();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN",
                "TINYINT",
                "SMALLINT",
                "INT",
                "BIGINT NOT NULL",
                "FLOAT",
                "DOUBLE",
                "DECIMAL(38, 10)",
                "CHAR(3)",
                "VARCHAR(7)",
                "STRING",
                "BINARY(2)",
                "VARBINARY(9)",
                "BYTES",
                "DATE",
                "TIME(0)",
                "TIMESTAMP(3)",
                "TIMESTAMP(9) NOT NULL",
                "TIMESTAMP_LTZ(6)",
                "INTERVAL YEAR TO MONTH",
                "INTERVAL DAY TO SECOND",
                "ARRAY<INT NOT NULL>",
                "MAP<STRING, ARRAY<INT>>",
                "ROW<`a` INT, `b` ROW<`c` STRING>>"
            })
    void typesComeBackEqual(String sql) {
        DataType type = DataType.parse(sql);
        assertThat(TypeMapping.toCore(TypeMapping.toCalcite(type, factory))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DECIMAL(10, 2) | DECIMAL(10, 2) | DECIMAL(11, 2) | DECIMAL(21, 4) | DECIMAL(23, 13) | DECIMAL(10, 2)",
                "DECIMAL(38, 2) | DECIMAL(38, 6) | DECIMAL(38, 6) | DECIMAL(38, 6) | DECIMAL(38, 6) | DECIMAL(38, 6)",
                "DECIMAL(7, 2) | INT | DECIMAL(13, 2) | DECIMAL(18, 2) | DECIMAL(18, 13) | DECIMAL(7, 2)",
            })
    void decimalsCombineAsInFlink(
            String left, String right, String sum, String product, String quotient, String remainder) {
        RelDataType first = calcite(left);
        RelDataType second = calcite(right);
        BlinkTypeSystem rules = BlinkTypeSystem.INSTANCE;
        assertThat(core(rules.deriveDecimalPlusType(factory, first, second))).isEqualTo(sum);
        assertThat(core(rules.deriveDecimalMultiplyType(factory, first, second)))
                .isEqualTo(product);
        assertThat(core(rules.deriveDecimalDivideType(factory, first, second))).isEqualTo(quotient);
        assertThat(core(rules.deriveDecimalModType(factory, first, second))).isEqualTo(remainder);
    }

    @Test
    void commonDecimalKeepsEveryFractionalDigit() {
        RelDataType common = factory.leastRestrictive(List.of(calcite("DECIMAL(38, 2)"), calcite("DECIMAL(38, 6)")));
        assertThat(core(common)).isEqualTo("DECIMAL(38, 6)");
    }

    private RelDataType calcite(String sql) {
        return TypeMapping.toCalcite(DataType.parse(sql).withNullable(false), factory);
    }

    private static String core(RelDataType type) {
        return TypeMapping.toCore(type).withNullable(true).toString();
    }
}
