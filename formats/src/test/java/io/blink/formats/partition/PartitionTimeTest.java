package io.blink.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.formats.FormatErrorCode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTimeTest {
    private static PartitionTime time(List<String> columns, Map<String, String> options) {
        return PartitionTime.of("db.t", columns, new Configuration(options));
    }

    private static PartitionTime pattern(String pattern, String... columns) {
        return time(List.of(columns), Map.of("partition.time-extractor.timestamp-pattern", pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00",
        "2024-2-9, 2024-02-09T00:00",
        "2024-02-29 23:05:09, 2024-02-29T23:05:09",
        "2024-02-29 3:5:9.25, 2024-02-29T03:05:09.250",
    })
    void withoutAPatternTheFirstValueIsTheTime(String value, LocalDateTime expected) {
        assertThat(time(List.of("dt", "region"), Map.of()).of(List.of(value, "eu")))
                .isEqualTo(expected);
    }

    @Test
    void aPatternPutsValuesTogether() {
        assertThat(pattern("$dt $hour:00:00", "dt", "hour").of(List.of("2024-01-31", "7")))
                .isEqualTo("2024-01-31T07:00");
        assertThat(pattern("$y-$m-$d", "d", "y", "m").of(List.of("05", "2023", "11")))
                .isEqualTo("2023-11-05T00:00");
    }

    @Test
    void theLongestNameThatStandsBehindADollarIsMeant() {
        assertThat(pattern("$d $dh:00:00", "d", "dh").of(List.of("2024-01-31", "22")))
                .isEqualTo("2024-01-31T22:00");
    }

    @Test
    void aFormatterReadsOtherSpellings() {
        PartitionTime time = time(
                List.of("day", "hour"),
                Map.of(
                        "partition.time-extractor.timestamp-pattern", "$day$hour",
                        "partition.time-extractor.timestamp-formatter", "yyyyMMddHH"));
        assertThat(time.of(List.of("20240131", "09"))).isEqualTo("2024-01-31T09:00");
        PartitionTime day = time(List.of("day"), Map.of("partition.time-extractor.timestamp-formatter", "yyyyMMdd"));
        assertThat(day.of(List.of("20240131"))).isEqualTo("2024-01-31T00:00");
    }

    @Test
    void theZoneDecidesWhichInstantItIs() {
        PartitionTime time = time(List.of("dt"), Map.of());
        List<String> day = List.of("2024-07-01");
        assertThat(time.micros(day, ZoneOffset.UTC)).isEqualTo(1_719_792_000_000_000L);
        assertThat(time.micros(day, ZoneId.of("Europe/Berlin"))).isEqualTo(1_719_784_800_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"2024-02-30", "2024-13-01", "__HIVE_DEFAULT_PARTITION__", "24-01-01", "''", "2024-01-01 25:00:00"})
    void aValueThatIsNoTimeIsAnErrorThatNamesPartitionAndOptions(String value) {
        PartitionTime time = time(List.of("dt"), Map.of());
        assertThatThrownBy(() -> time.of(List.of(value))).isInstanceOfSatisfying(BlinkException.class, error -> {
            assertThat(error.code()).isEqualTo(FormatErrorCode.INVALID_PARTITION_TIME);
            assertThat(error)
                    .hasMessageContaining("dt=" + value)
                    .hasMessageContaining("db.t")
                    .hasMessageContaining("partition.time-extractor.timestamp-pattern");
        });
    }

    @Test
    void aPatternWithAnUnknownColumnIsRefused() {
        assertThatThrownBy(() -> pattern("$dt $hour:00:00", "dt", "hh"))
                .isInstanceOfSatisfying(BlinkException.class, error -> assertThat(error.code())
                        .isEqualTo(CoreErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("[dt, hh]");
    }

    @Test
    void classesAndUnknownKindsAreRefused() {
        assertThatThrownBy(() -> time(List.of("dt"), Map.of("partition.time-extractor.kind", "custom")))
                .isInstanceOfSatisfying(
                        BlinkException.class, error -> assertThat(error.code()).isEqualTo(CoreErrorCode.NOT_SUPPORTED));
        assertThatThrownBy(() -> time(List.of("dt"), Map.of("partition.time-extractor.kind", "defult")))
                .hasMessageContaining("default");
        assertThatThrownBy(() -> time(List.of("dt"), Map.of("partition.time-extractor.timestamp-formatter", "yyyy-bb")))
                .hasMessageContaining("yyyy-bb");
    }
}
