package io.blink.hive.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.hive.HiveAssertions;
import io.blink.hive.HiveErrorCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionNameTest {
    @Test
    void keysAreLowerCaseAndValuesEscapedAsHiveDoes() {
        assertThat(PartitionName.of(List.of("Day", "region"), List.of("2024-01-01", "a/b=c:d%e")))
                .isEqualTo("day=2024-01-01/region=a%2Fb%3Dc%3Ad%25e");
        assertThat(PartitionName.of(List.of("k"), List.of("\n\u007F{}[]^ü "))).isEqualTo("k=%0A%7F%7B}%5B%5D%5Eü ");
    }

    @Test
    void nullAndEmptyHaveHivesDefaultName() {
        assertThat(PartitionName.of(List.of("a", "b"), Arrays.asList(null, "")))
                .isEqualTo("a=__HIVE_DEFAULT_PARTITION__/b=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void valuesAreReadBack() {
        List<String> values = List.of("a/b=c:d%e", "%zz", "ü", "'q'");
        assertThat(PartitionName.values(PartitionName.of(List.of("a", "b", "c", "d"), values)))
                .isEqualTo(values);
        assertThat(PartitionName.values("a=%zz%4")).containsExactly("%zz%4");
    }

    @Test
    void wrongNumberOfValuesIsRefused() {
        HiveAssertions.assertFails(
                HiveErrorCode.INVALID_PARTITION_VALUE,
                "[a, b]",
                () -> PartitionName.of(List.of("a", "b"), List.of("1")));
        HiveAssertions.assertFails(HiveErrorCode.INVALID_PARTITION_VALUE, "a=1/b", () -> PartitionName.values("a=1/b"));
    }
}
