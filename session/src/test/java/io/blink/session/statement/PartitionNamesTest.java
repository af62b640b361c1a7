package io.blink.session.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionNamesTest {
    private static final String NAME = "y=2024/region=us%2Fca+1";

    @Test
    void valuesStandEscapedInNames() {
        assertThat(PartitionNames.has(NAME, "region", "us/ca+1")).isTrue();
        assertThat(PartitionNames.has(NAME, "region", "us%2Fca+1")).isFalse();
        assertThat(PartitionNames.has("share=100%", "share", "100%"))
                .as("a stray % of another writer")
                .isTrue();
    }

    @Test
    void columnsHaveNoCaseAndNumbersAnySpelling() {
        assertThat(PartitionNames.has(NAME, Map.of("Y", "02024", "REGION", "us/ca+1")))
                .isTrue();
        assertThat(PartitionNames.has(NAME, "y", "2023")).isFalse();
        assertThat(PartitionNames.has(NAME, "y", "next")).isFalse();
    }

    @Test
    void aColumnThatIsNotThereHasNoValue() {
        assertThat(PartitionNames.has(NAME, "day", "2024")).isFalse();
        assertThat(PartitionNames.has(NAME, Map.of())).isTrue();
    }
}
