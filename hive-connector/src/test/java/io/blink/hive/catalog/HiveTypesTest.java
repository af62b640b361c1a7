package io.blink.hive.catalog;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.type.DataType;
import io.blink.hive.HiveErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HiveTypesTest {
    private static final String SUBJECT = "column c of db.t";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean|BOOLEAN",
                "tinyint|TINYINT",
                "smallint|SMALLINT",
                "int|INT",
                "bigint|BIGINT",
                "float|FLOAT",
                "double|DOUBLE",
                "string|STRING",
                "char(3)|CHAR(3)",
                "varchar(20)|VARCHAR(20)",
                "binary|BYTES",
                "date|DATE",
                "timestamp|TIMESTAMP(9)",
                "timestamp with local time zone|TIMESTAMP_LTZ(9)",
                "decimal(38,10)|DECIMAL(38, 10)",
                "array<int>|ARRAY<INT>",
                "map<string,array<decimal(5,2)>>|MAP<STRING, ARRAY<DECIMAL(5, 2)>>",
                "struct<a:int,b c:struct<d:string>>|ROW<`a` INT, `b c` ROW<`d` STRING>>"
            })
    void typesAreTheSameThereAndBack(String hive, String core) {
        DataType type = HiveTypes.toCore(hive, SUBJECT);
        assertThat(type).hasToString(core);
        assertThat(HiveTypes.toHive(type, SUBJECT)).isEqualTo(hive);
    }

    @Test
    void olderSpellingsAreRead() {
        assertThat(HiveTypes.toCore("decimal", SUBJECT)).hasToString("DECIMAL(10, 0)");
        assertThat(HiveTypes.toCore("MAP< STRING , INT >", SUBJECT)).hasToString("MAP<STRING, INT>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniontype<int,string>", "void", "interval_day_time", "array<uniontype<int>>", "geometry"})
    void typesThatBlinkDoesNotReadAreNamed(String hive) {
        assertFails(
                HiveErrorCode.UNSUPPORTED_TYPE,
                "'" + hive + "' (column c of db.t)",
                () -> HiveTypes.toCore(hive, SUBJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"array<int", "map<int>", "decimal(99,2)", "char()", "struct<a>", "int>", "varchar(99999999999)"})
    void malformedTypesAreErrors(String hive) {
        assertFails(HiveErrorCode.UNSUPPORTED_TYPE, hive, () -> HiveTypes.toCore(hive, SUBJECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIME(3)", "INTERVAL DAY TO SECOND", "CHAR(256)", "VARCHAR(65536)", "ARRAY<TIME(0)>"})
    void typesThatHiveLacksAreNamed(String core) {
        assertFails(HiveErrorCode.UNSUPPORTED_TYPE, SUBJECT, () -> HiveTypes.toHive(DataType.parse(core), SUBJECT));
    }
}
