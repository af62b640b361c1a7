package io.blink.integration.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.BlinkArchive;
import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.ContainerProcess;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sessions begin, are found again and end, two of them side by side. */
class SessionLifeIT {
    private final SharedCluster cluster = SharedCluster.get();
    private final BlinkArchive archive = BlinkArchive.against(cluster.hadoop().configurationFolder());

    @TempDir
    Path folder;

    @Test
    void sessionsAreFoundAgainAndEndWithoutLeavingAProcess() throws IOException {
        Path file = Files.writeString(folder.resolve("a file.txt"), "of the user");
        Path jar = Files.writeString(
                Files.createDirectories(folder.resolve("jars/below")).resolve("a.jar"), "classes");
        try (YarnSession first = start(
                        "first",
                        "-t",
                        file.toString(),
                        "-t",
                        folder.resolve("jars").toString());
                YarnSession second = start("second")) {
            assertThat(latest("SELECT 1 AS one;").succeeded().output())
                    .as("the latest session is found without its id")
                    .isEqualToNormalizingNewlines("one\n1\n");
            assertThat(first.workers()).isEmpty();
            assertThat(second.workers()).isNotEmpty();
            assertThat(first.sql("SELECT 2 AS two;").succeeded().output())
                    .as("the first one is found by its id")
                    .isEqualToNormalizingNewlines("two\n2\n");
            assertThat(first.workers()).isNotEmpty();
            for (ContainerProcess container : first.processes()) {
                assertThat(container.folder().resolve("a file.txt")).hasSameTextualContentAs(file);
                assertThat(container.folder().resolve("jars/below/a.jar")).hasSameTextualContentAs(jar);
                assertThat(container.commandLine())
                        .anySatisfy(word -> assertThat(word).endsWith(":blink/conf:jars/below/a.jar"));
            }

            assertThat(first.stop().succeeded().messages()).contains(first.applicationId());
            first.awaitNoProcess();
            second.killApplication();
            second.awaitNoProcess();
            CommandResult gone = latest("SELECT 3;");
            assertThat(gone.exitCode()).isEqualTo(1);
            assertThat(gone.messages()).contains(second.applicationId()).contains("KILLED");
        }
    }

    @Test
    void workerAboveTheClustersMaximumIsRefusedWithTheMaximum() {
        List<String> arguments = new ArrayList<>(List.of("-d", "-jm", "768", "-tm", "9000"));
        arguments.addAll(YarnSession.ownSessionFile());
        CommandResult refused = archive.run("yarn-session.sh", arguments);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.messages())
                .contains("A worker asks for 9000 MB")
                .contains("at most " + cluster.hadoop().options().nodeMemoryMegabytes() + " MB")
                .contains("taskmanager.memory.process.size");
    }

    private YarnSession start(String name, String... more) {
        List<String> options = new ArrayList<>(List.of("-nm", name, "-jm", "768m", "-tm", "768m", "-s", "1"));
        options.addAll(List.of(more));
        return YarnSession.start(cluster, options.toArray(String[]::new));
    }

    @Test
    void shippedFileThatIsMissingIsNamedBeforeAnythingStarts() {
        List<String> arguments = new ArrayList<>(
                List.of("-d", "-t", folder.resolve("missing.jar").toString()));
        arguments.addAll(YarnSession.ownSessionFile());
        CommandResult refused = archive.run("yarn-session.sh", arguments);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.messages())
                .contains("[ERROR] INVALID_SHIP_FILES: '" + folder.resolve("missing.jar") + "' cannot be shipped")
                .contains("it does not exist");
    }

    private CommandResult latest(String statement) {
        List<String> arguments =
                new ArrayList<>(List.of("sql", "--target", "yarn-session", "--format", "csv", "-e", statement));
        arguments.addAll(YarnSession.ownSessionFile());
        return archive.run("blink", arguments);
    }
}
