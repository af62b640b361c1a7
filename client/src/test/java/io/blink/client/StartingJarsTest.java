package io.blink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class StartingJarsTest {
    @Command
    private static final class Jars {
        @Mixin
        private StartingJars jars;
    }

    private static String statements(String... arguments) {
        Jars command = new Jars();
        new CommandLine(command).parseArgs(arguments);
        return command.jars.statements();
    }

    @Test
    void eachJarIsAddedInItsOrder(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("b.jar"));
        Files.createFile(folder.resolve("a.jar"));
        Files.createFile(folder.resolve("readme.txt"));
        assertThat(statements("-j", "hdfs:///x/it's.jar", "--jar", "y.jar", "-l", folder.toString()))
                .isEqualTo("ADD JAR 'hdfs:///x/it''s.jar';\nADD JAR 'y.jar';\nADD JAR '" + folder
                        + "/a.jar';\nADD JAR '" + folder + "/b.jar';");
        assertThat(statements()).isEmpty();
    }

    @Test
    void aLibraryThatIsNoFolderIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> statements("-l", folder.resolve("none").toString()))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("none cannot be listed");
    }
}
