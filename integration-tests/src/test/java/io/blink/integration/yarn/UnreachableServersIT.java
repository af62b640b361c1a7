package io.blink.integration.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.BlinkArchive;
import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.testing.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that name a port at which nobody listens: the message says who does not answer, where, and for how long that was tried. */
class UnreachableServersIT {
    private final Path working = SharedCluster.get().hadoop().configurationFolder();

    @TempDir
    Path folder;

    @Test
    void resourceManagerThatDoesNotAnswerIsNamed() throws IOException {
        assertUnreachable("yarn-site.xml", "yarn.resourcemanager.address", "ResourceManager");
    }

    @Test
    void nameNodeThatDoesNotAnswerIsNamed() throws IOException {
        assertUnreachable("core-site.xml", "fs.defaultFS", "NameNode");
    }

    private void assertUnreachable(String file, String key, String who) throws IOException {
        int port = Ports.free(Set.of());
        copyConfiguration();
        Path site = folder.resolve(file);
        Files.writeString(
                site,
                Files.readString(site)
                        .replaceFirst(
                                "(<name>" + key.replace(".", "\\.") + "</name>\\s*<value>[^<]*:)\\d+", "$1" + port));
        List<String> arguments = new ArrayList<>(List.of("-d"));
        arguments.addAll(YarnSession.ownSessionFile());
        assertTold(BlinkArchive.against(folder).run("yarn-session.sh", arguments), who, port, "tried for \\d+\\.\\d s");
    }

    private static void assertTold(CommandResult result, String who, int port, String howLong) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.messages())
                .contains(who)
                .contains("localhost")
                .contains(Integer.toString(port))
                .containsPattern(howLong);
    }

    @Test
    void metastoreThatDoesNotAnswerIsNamed() throws IOException {
        int port = Ports.free(Set.of());
        copyConfiguration();
        CommandResult result =
                BlinkArchive.against(folder).run("blink", List.of("sql", "-e", """
                CREATE CATALOG h WITH ('type' = 'hive', 'hive-conf-dir' = '%s', 'uri' = 'thrift://localhost:%d');
                USE CATALOG h;
                SHOW DATABASES;
                """.formatted(folder, port)));
        assertTold(result, "metastore", port, "failed after \\d+ tr(y|ies) in \\d+ ms");
    }

    private void copyConfiguration() throws IOException {
        try (Stream<Path> files = Files.list(working)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
