package io.blink.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterArgumentsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void wrongCommandLineIsSaidWithTheUsage() {
        assertThat(run("start", "--nodes", "3")).isEqualTo(2);
        assertThat(errors()).contains("There is no option --nodes").contains("--node-managers N");
        assertThat(run("begin", "--folder", folder.toString())).isEqualTo(2);
        assertThat(run("start")).isEqualTo(2);
        assertThat(run("start", "--folder")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void unknownMetastoreNamesTheKnownOnes() {
        assertThat(run("start", "--folder", folder.toString(), "--metastore", "1.2"))
                .isEqualTo(2);
        assertThat(errors()).contains("No metastore 1.2; there are 2.3, 3.1, 4.0");
    }

    @Test
    void aBrokerIsThereOrNot() {
        assertThat(run("start", "--folder", folder.toString(), "--kafka", "3")).isEqualTo(2);
        assertThat(errors()).contains("--kafka wants yes or no, not 3");
    }

    @Test
    void tooLittleMemoryIsSaidAtOnce() {
        assertThat(run("start", "--folder", folder.toString(), "--node-memory", "999999999"))
                .isEqualTo(1);
        assertThat(errors()).contains("Too little memory").contains("MB are free");
    }

    @Test
    void folderWithoutClusterIsReported() {
        assertThat(run("status", "--folder", folder.toString())).isEqualTo(3);
        assertThat(run("stop", "--folder", folder.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("No cluster runs in " + folder)
                .contains("No cluster ran in " + folder);
    }

    private int run(String... words) {
        return ClusterCommand.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
