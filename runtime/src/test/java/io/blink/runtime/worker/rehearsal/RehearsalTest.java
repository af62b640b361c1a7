package io.blink.runtime.worker.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.task.StateBackends;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RehearsalTest {
    @TempDir
    Path directory;

    private long perform(BooleanSupplier stopped) throws InterruptedException {
        FileSystems fileSystems = FileSystems.load(getClass().getClassLoader(), Configuration.empty());
        try (Connectors connectors = new Connectors(List.of(), fileSystems)) {
            return Rehearsal.perform(
                    connectors, fileSystems, StateBackends.ofClassPath(), directory.resolve("rehearsal"), stopped);
        }
    }

    @Test
    void groupsGoOnFromTheCheckpoint() throws Exception {
        // Each of the 2,048 keys of the last batch came eight times before the restart and once after it.
        assertThat(perform(() -> false)).isEqualTo(9 * 2_048);
        assertThat(directory.resolve("rehearsal")).doesNotExist();
    }

    @Test
    void itEndsEarlyWhenThereIsWork() throws Exception {
        assertThat(perform(() -> true)).isZero();
        assertThat(directory.resolve("rehearsal")).doesNotExist();
    }
}
