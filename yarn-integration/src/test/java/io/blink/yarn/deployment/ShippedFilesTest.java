package io.blink.yarn.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.container.ProcessLaunch;
import io.blink.yarn.container.ProgramFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedFilesTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsShippedWhereNothingIsNamed() {
        assertThat(new ShippedFiles("", folder).isEmpty()).isTrue();
        assertThat(new ShippedFiles(" ; ,", folder).isEmpty()).isTrue();
    }

    @Test
    void filesAndFoldersAreSeparatedBySemicolonsOrCommas() throws IOException {
        write("a.jar");
        write("b.txt");
        write("jars/z.jar");
        write("jars/below/c d.jar");
        write("jars/notes.txt");
        ShippedFiles shipped =
                new ShippedFiles("a.jar; jars/ ," + folder.resolve("b.txt").toUri(), folder);
        assertThat(shipped.jars()).containsExactly("a.jar", "jars/below/c d.jar", "jars/z.jar");
        assertThat(shipped).hasToString("5 files of yours");
    }

    @Test
    void theSameFileMayBeNamedTwice() throws IOException {
        write("a.jar");
        assertThat(new ShippedFiles("a.jar;./a.jar," + folder.resolve("x/../a.jar"), folder).jars())
                .containsExactly("a.jar");
    }

    @Test
    void whatCannotBeShippedIsNamedWithTheReason() throws IOException {
        write("there.txt");
        write("other/there.txt");
        write("blink.secret");
        write("launch_container.sh");
        write("a$b.txt");
        write("jars/a:b.jar");
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        Files.createDirectories(folder.resolve("devices"));
        Files.createSymbolicLink(folder.resolve("other/loop"), folder.resolve("other"));

        refused("missing.txt")
                .hasMessage("'" + folder.resolve("missing.txt")
                        + "' cannot be shipped ('yarn.ship-files', -t): it does not exist.");
        refused("dangling").hasMessageContaining("it does not exist");
        refused("there.txt;other/there.txt")
                .hasMessageContaining("it would be 'there.txt' in containers, as " + folder.resolve("there.txt"));
        refused("blink.secret").hasMessageContaining("containers have a 'blink.secret' of their own");
        refused("launch_container.sh").hasMessageContaining("of their own");
        refused("a$b.txt").hasMessageContaining("'a$b.txt' has a character");
        refused("jars").hasMessageContaining("'jars/a:b.jar' has a character");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("devices/socket")));
            refused("devices").hasMessageContaining("devices/socket is neither a file nor a folder");
        }
        refused("other").hasMessageContaining("cannot be read").hasMessageContaining("loop");
        refused("hdfs://host/file").hasMessageContaining("only files of this machine");
        refused("file:relative").hasMessageContaining("is no URI of a file");
        refused("/").hasMessageContaining("has no name");
    }

    @Test
    void everyContainerGetsThemBehindOurOwn() throws IOException {
        write("b.txt");
        write("a.jar");
        write("jars/z.jar");
        FileSystem local = FileSystem.getLocal(new Configuration(false));
        ApplicationFiles files =
                new ApplicationFiles(folder.resolve("application").toUri().toString());
        for (String own : List.of(files.secret(), files.settings(), files.hadoopSite(), files.root() + "/library")) {
            local.create(new org.apache.hadoop.fs.Path(own)).close();
        }
        ShippedFiles shipped = new ShippedFiles("b.txt;jars;a.jar", folder);
        shipped.upload(local, files);

        // As a later master does it: from what is on the cluster.
        ProgramFiles program = ProgramFiles.of(
                new org.apache.hadoop.fs.Path(files.root(), "library"),
                List.of("core.jar"),
                shipped.jars(),
                Optional.empty());
        ContainerLaunchContext container =
                new ProcessLaunch(local, files, program).context("Main", List.of(), List.of(), "worker");
        assertThat(container.getLocalResources())
                .containsKeys("blink", "blink.secret", "b.txt", "a.jar", "jars")
                .hasSize(7);
        assertThat(container.getLocalResources().get("jars").getType()).isEqualTo(LocalResourceType.ARCHIVE);
        assertThat(container.getLocalResources().get("jars").getResource().getFile())
                .endsWith("/jars.tar");
        assertThat(container.getLocalResources().get("b.txt").getType()).isEqualTo(LocalResourceType.FILE);
        assertThat(container.getCommands().get(0))
                .contains("-cp 'blink/lib/core.jar:blink/conf:jars/z.jar:a.jar' Main");
    }

    private AbstractThrowableAssert<?, ?> refused(String setting) {
        return assertThatThrownBy(() -> new ShippedFiles(setting, folder))
                .isInstanceOfSatisfying(BlinkException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(YarnErrorCode.INVALID_SHIP_FILES));
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
