package io.blink.integration.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.BlinkArchive;
import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How sessions begin, are found again and end, two of them side by side. */
class SessionLifeIT {
    private final SharedCluster cluster = SharedCluster.get();
    private final BlinkArchive archive = BlinkArchive.against(cluster.hadoop().configurationFolder());

    @Test
    void sessionsAreFoundAgainAndEndWithoutLeavingAProcess() {
        try (YarnSession first = start("first");
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

    private YarnSession start(String name) {
        return YarnSession.start(cluster, "-nm", name, "-jm", "768m", "-tm", "768m", "-s", "1");
    }

    private CommandResult latest(String statement) {
        List<String> arguments =
                new ArrayList<>(List.of("sql", "--target", "yarn-session", "--format", "csv", "-e", statement));
        arguments.addAll(YarnSession.ownSessionFile());
        return archive.run("blink", arguments);
    }
}
