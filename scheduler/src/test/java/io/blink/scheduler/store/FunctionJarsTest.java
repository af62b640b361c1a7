package io.blink.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionJarsTest {
    private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.UTF_8);
    private static final String HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private FunctionJars jars() {
        return new MasterStore(new LocalFileSystem(), folder.toString(), 1).functionJars();
    }

    @Test
    void aJarIsKeptOnceUnderTheHashOfItsContent() throws Exception {
        assertThat(jars().find(HASH)).isEmpty();
        String place = jars().keep(HASH, CONTENT);
        assertThat(jars().keep(HASH, CONTENT)).isEqualTo(place);
        assertThat(jars().find(HASH)).contains(place);
        assertThat(Files.readAllBytes(Path.of(place))).isEqualTo(CONTENT);
        try (Stream<Path> files = Files.list(folder.resolve(FunctionJars.FOLDER))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aLaterMasterTakesTheFolderForNoJob() throws Exception {
        jars().keep(HASH, CONTENT);
        MasterStore.TakenOver found = new MasterStore(new LocalFileSystem(), folder.toString(), 2).takeOver();
        assertThat(found.jobs()).isEmpty();
        assertThat(found.unreadable()).isEmpty();
    }

    @Test
    void damagedContentAndStrangeNamesAreRefused() {
        assertThatThrownBy(() -> jars().keep(HASH, new byte[] {1}))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("arrived damaged");
        assertThatThrownBy(() -> jars().find("../secret")).hasMessageContaining("is no SHA-256");
    }
}
