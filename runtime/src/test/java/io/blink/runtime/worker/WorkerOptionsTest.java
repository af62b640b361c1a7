package io.blink.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerOptionsTest {
    private static Configuration share(String text) {
        return new Configuration(Map.of(WorkerOptions.MANAGED_SHARE.key(), text));
    }

    @Test
    void managedMemoryIsAShareOfTheHeap() {
        assertThat(Configuration.empty().get(WorkerOptions.MANAGED_SHARE)).isEqualTo(0.4);
        assertThat(share("0.75").get(WorkerOptions.MANAGED_SHARE)).isEqualTo(0.75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "0.9", "NaN", "40 %"})
    void aShareThatLeavesNoHeapForOthersIsRefused(String text) {
        assertThatThrownBy(() -> share(text).get(WorkerOptions.MANAGED_SHARE))
                .hasMessageContaining("taskmanager.memory.managed.fraction")
                .hasMessageContaining(text)
                .hasMessageContaining("above 0 and up to 0.8");
    }
}
