package io.blink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path folder;

    @Test
    void nestedAndFlatKeysAreTheSame() throws IOException {
        Files.writeString(folder.resolve("config.yaml"), "a:\n  b:\n    c: 1g\nd.e: true\nempty:\n");
        assertThat(ConfigurationFile.read(folder).asMap())
                .containsEntry("a.b.c", "1g")
                .containsEntry("d.e", "true")
                .hasSize(2);
    }

    @Test
    void aMissingFileHasNoSettings() {
        assertThat(ConfigurationFile.read(folder).asMap()).isEmpty();
        assertThat(ConfigurationFile.read(null).asMap()).isEmpty();
    }

    @Test
    void aFileThatIsNotYamlIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), "a: [1,");
        assertThatThrownBy(() -> ConfigurationFile.read(folder))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(file.toString());
    }
}
