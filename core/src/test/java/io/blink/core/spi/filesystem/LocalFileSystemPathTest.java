package io.blink.core.spi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileSystemPathTest {
    private final LocalFileSystem fileSystem = new LocalFileSystem();

    @TempDir
    Path folder;

    @Test
    void pathsAreTakenAsWritten() throws IOException {
        for (String name : new String[] {"k=a%3Ab", "with blank", "{curly}", "hash#tag", "question?"}) {
            String path = "file:" + folder.resolve("t").resolve(name).resolve("data");
            try (OutputStream stream = fileSystem.create(path)) {
                stream.write(7);
            }
            assertThat(folder.resolve("t").resolve(name).resolve("data")).hasSize(1);
            assertThat(fileSystem.status(path).orElseThrow().path()).isEqualTo(path);
        }
        assertThat(fileSystem.listFiles("file://" + folder + "/t/")).hasSize(5).allSatisfy(found -> {
            assertThat(fileSystem.status(found.path())).contains(found);
            assertThat(fileSystem.status(found.path().replace("file:/", "file:///")))
                    .contains(found);
        });
    }

    @Test
    void touchedFilesAreNewAndTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(fileSystem.touch("file:" + file)).isTrue();
        assertThat(Files.getLastModifiedTime(file)).isGreaterThan(FileTime.fromMillis(1_000));
        assertThat(file).hasContent("content");
        assertThat(fileSystem.touch("file:" + folder.resolve("none"))).isFalse();
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
