package io.blink.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredJarTest {
    @TempDir
    Path folder;

    @Test
    void copyHasTheSameEntriesWithoutCompression() throws IOException {
        Path copy = StoredJar.of(jar(), folder);
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("webapps/", "webapps/page.html", "a/B.class");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
            assertThat(zip.getInputStream(zip.getEntry("a/B.class")).readAllBytes())
                    .isEqualTo(new byte[1000]);
        }
        assertThat(StoredJar.of(jar(), folder)).as("asked again").isEqualTo(copy);
    }

    @Test
    void startJarHasTheMainClassAndTheFirstPageOfEachName() throws IOException {
        Path start = ServerJar.in(folder, List.of(jar()));
        try (ZipFile zip = new ZipFile(start.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "io/blink/testing/process/Lifetime.class",
                            "io/blink/testing/process/ServerMain.class",
                            "webapps/",
                            "webapps/page.html");
        }
        long made = Files.getLastModifiedTime(start).toMillis();
        assertThat(ServerJar.in(folder, List.of(jar()))).isEqualTo(start);
        assertThat(Files.getLastModifiedTime(start).toMillis()).isEqualTo(made);
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("published.jar");
        if (!Files.exists(jar)) {
            try (OutputStream stream = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(stream)) {
                zip.putNextEntry(new ZipEntry("webapps/"));
                zip.putNextEntry(new ZipEntry("webapps/page.html"));
                zip.write("<p>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                zip.putNextEntry(new ZipEntry("a/B.class"));
                zip.write(new byte[1000]);
            }
        }
        return jar;
    }
}
