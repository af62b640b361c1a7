package io.blink.yarn.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {
    @TempDir
    Path folder;

    @Test
    void classPathIsOursInOneOrderAndThenTheUsers() {
        assertThat(program(Optional.empty()).classPath())
                .isEqualTo("blink/lib/a.jar:blink/lib/b.jar:blink/conf:z.jar:y.jar");
    }

    @Test
    void javaThatTheArchiveOfLoadedClassesIsNotForStartsWithoutAWord() throws IOException, InterruptedException {
        Files.write(folder.resolve(ProgramFiles.LOADED_CLASSES_NAME), new byte[1 << 16]);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String flags = String.join(
                " ",
                program(Optional.of(new org.apache.hadoop.fs.Path("/classes"))).jvmFlags());
        Process process = new ProcessBuilder("sh", "-c", java + " -Xshare:auto " + flags + " --version 2>&1")
                .directory(folder.toFile())
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said).hasSize(3).noneMatch(line -> line.contains("archive"));
    }

    private static ProgramFiles program(Optional<org.apache.hadoop.fs.Path> loadedClasses) {
        return ProgramFiles.of(
                new org.apache.hadoop.fs.Path("/library"),
                List.of("b.jar", "a.jar"),
                List.of("z.jar", "y.jar"),
                loadedClasses);
    }
}
