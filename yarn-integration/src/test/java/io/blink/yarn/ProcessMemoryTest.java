package io.blink.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
    @Test
    void partsStayBelowTheContainer() {
        ProcessMemory memory = ProcessMemory.of(
                YarnOptions.WORKER_MEMORY, Configuration.empty().with(YarnOptions.WORKER_MEMORY.key(), "384 mb"));
        assertThat(memory.containerBytes()).isEqualTo(384L << 20);
        assertThat(memory.heapBytes()).isPositive();
        assertThat(memory.heapBytes() + memory.directBytes()).isLessThan(memory.containerBytes());
    }

    @Test
    void tooLittleIsToldWithItsSetting() {
        Configuration settings = Configuration.empty().with(YarnOptions.MASTER_MEMORY.key(), "100 mb");
        assertThatThrownBy(() -> ProcessMemory.of(YarnOptions.MASTER_MEMORY, settings))
                .isInstanceOf(BlinkException.class)
                .hasMessage(
                        "'jobmanager.memory.process.size' = 100 mb is too little for a process; give it at least 384 mb.");
        assertThat(ProcessMemory.of(YarnOptions.WORKER_MEMORY, settings).containerBytes())
                .isEqualTo(1L << 30);
    }
}
