package io.blink.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineFolderTest {
    @TempDir
    Path parent;

    @Test
    void aFolderGoesWithItsEngine() throws IOException {
        try (EngineFolder first = EngineFolder.in(parent);
                EngineFolder second = EngineFolder.in(parent)) {
            Files.createDirectories(first.path().resolve("worker/job"));
            assertThat(second.path()).isNotEqualTo(first.path()).isDirectory();
            assertThat(first.path()).isDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void theNextEngineDeletesWhatAKilledProcessLeft() throws Exception {
        Process other = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineProcess.class.getName(),
                        parent.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            Path folder = Path.of(said.readLine());
            EngineFolder.in(parent).close();
            assertThat(folder.resolve("master/plan"))
                    .as("a file of a process that lives")
                    .exists();
            other.destroyForcibly().waitFor();
            EngineFolder.in(parent).close();
            assertThat(parent).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void foldersThatNobodySaysToOwnStayUnlessTheyAreEmpty() throws IOException {
        Path kept = Files.createDirectories(parent.resolve("blink-local-1-kept/data"));
        Path foreign = Files.createDirectories(parent.resolve("blink-other"));
        Files.createDirectories(parent.resolve("blink-local-1-empty"));
        EngineFolder.in(parent).close();
        assertThat(parent).isDirectoryContaining(kept.getParent()::equals).isDirectoryContaining(foreign::equals);
        assertThat(parent.resolve("blink-local-1-empty")).doesNotExist();
    }

    /** Says which folder it has, and lives until it is killed. */
    static final class EngineProcess {
        public static void main(String[] arguments) throws Exception {
            try (EngineFolder folder = EngineFolder.in(Path.of(arguments[0]))) {
                Files.writeString(
                        Files.createDirectories(folder.path().resolve("master")).resolve("plan"), "a job");
                System.out.println(folder.path());
                System.in.read();
            }
        }
    }
}
