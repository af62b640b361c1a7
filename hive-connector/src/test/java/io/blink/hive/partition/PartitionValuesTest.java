package io.blink.hive.partition;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.PartitionName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN|true",
                "TINYINT|-128",
                "SMALLINT|32767",
                "INT|-2147483648",
                "BIGINT|9223372036854775807",
                "DATE|1969-12-31",
                "DECIMAL(5, 2)|-1.50",
                "DECIMAL(38, 2)|123456789012345678901234567890.25",
                "STRING|a/b c",
                "VARCHAR(10)|x",
                "CHAR(5)|ab",
                "TIMESTAMP(3)|2024-02-29 23:59:59.123",
                "TIMESTAMP(9)|1969-12-31 23:59:59.000000001"
            })
    void textsAndColumnsAreTheSameThereAndBack(String type, String text) {
        Field column = new Field("k", DataType.parse(type));
        Column values = PartitionValues.column(PartitionValues.parse(text, column, "p"), column.type());
        assertThat(values.physicalType()).isEqualTo(column.type().physicalType());
        assertThat(PartitionValues.text(values, 0, column.type())).isEqualTo(text);
    }

    @Test
    void nullAndEmptyAreHivesDefaultPartition() {
        DataType type = DataType.string();
        Field column = new Field("k", type);
        assertThat(PartitionValues.parse(PartitionName.NULL_VALUE, column, "p")).isNull();
        assertThat(PartitionValues.text(PartitionValues.column(null, type), 0, type))
                .isEqualTo(PartitionName.NULL_VALUE);
        assertThat(PartitionValues.text(PartitionValues.column("", type), 0, type))
                .isEqualTo(PartitionName.NULL_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT|abc",
                "TINYINT|128",
                "DATE|2024-13-01",
                "DECIMAL(5, 2)|1.234",
                "BOOLEAN|maybe",
                "TIMESTAMP(3)|noon"
            })
    void wrongValuesAreNamed(String type, String text) {
        Field column = new Field("k", DataType.parse(type));
        assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "'" + text + "' is no " + type,
                () -> PartitionValues.parse(text, column, "partition k of db.t"));
    }
}
