package io.blink.runtime.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.LocalFileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterAddressFolderTest {
    private final FileSystem files = new LocalFileSystem();

    @TempDir
    Path temporary;

    private String folder;
    private MasterAddressFolder addresses;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("masters").toString();
        addresses = new MasterAddressFolder(files, folder);
    }

    @Test
    void beforeTheFirstMasterThereIsNone() {
        assertThatThrownBy(addresses::latest)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(folder);
    }

    @Test
    void termsAreComparedAsNumbers() throws IOException {
        addresses.publish(9, "nine", 1009);
        addresses.publish(10, "ten", 1010);
        assertThat(addresses.latest()).isEqualTo(InetSocketAddress.createUnresolved("ten", 1010));
    }

    @Test
    void whatAMasterWritesBehindItsSuccessorIsNotRead() throws IOException {
        addresses.publish(2, "successor", 2);
        addresses.publish(1, "woke", 1);
        assertThat(addresses.latest()).isEqualTo(InetSocketAddress.createUnresolved("successor", 2));
    }

    @Test
    void aDraftIsNotRead() throws IOException {
        addresses.publish(1, "first", 1);
        try (OutputStream stream = files.create(folder + "/draft-2")) {
            stream.write('h');
        }
        assertThat(addresses.latest()).isEqualTo(InetSocketAddress.createUnresolved("first", 1));
    }

    @Test
    void aTermIsPublishedOnce() throws IOException {
        addresses.publish(1, "first", 1);
        assertThatIOException()
                .isThrownBy(() -> addresses.publish(1, "second", 2))
                .withMessageContaining("term-1");
        assertThat(addresses.latest()).isEqualTo(InetSocketAddress.createUnresolved("first", 1));
    }

    @Test
    void anAddressIsAHostAndAPort() {
        assertThat(MasterAddressFolder.parse("::1:80")).isEqualTo(InetSocketAddress.createUnresolved("::1", 80));
        for (String wrong : new String[] {"host", ":1", "host:", "host:x", "host:70000"}) {
            assertThatThrownBy(() -> MasterAddressFolder.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + wrong + "' is not HOST:PORT");
        }
    }
}
