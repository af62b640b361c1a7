package io.blink.testing.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void duckDbAnswersWithRowsAndErrorsAndEndsWithItsCaller() {
        Peer peer = Peer.start(
                new PeerOptions(PeerKind.DUCKDB, folder, List.of(), List.of("-Xmx128m"), Map.of("threads", "1")));
        try (peer) {
            peer.execute(
                    "CREATE TABLE t AS SELECT 1 AS id, 'a,\"b' AS text, CAST(2.50 AS DECIMAL(5,2)) AS amount", TIMEOUT);
            Path result = folder.resolve("result.csv");
            assertThat(peer.query("SELECT *, CAST(NULL AS INTEGER) AS nothing, '' AS blank FROM t", result, TIMEOUT)
                            .rows())
                    .isEqualTo(1);
            assertThat(result).hasContent("""
                    INTEGER,VARCHAR,"DECIMAL(5,2)",INTEGER,VARCHAR
                    id,text,amount,nothing,blank
                    1,"a,""b",2.50,,""
                    """);
            assertThat(peer.run("SELECT nonsense", null, TIMEOUT))
                    .isInstanceOfSatisfying(PeerAnswer.Failed.class, failed -> assertThat(failed.message())
                            .contains("nonsense"));
            assertThat(peer.run("SELECT 1", null, TIMEOUT)).isInstanceOf(PeerAnswer.Done.class);
        }
        assertThat(peer.isAlive()).isFalse();
    }

    @Test
    void aLostProcessIsSaidToBeGone() throws Exception {
        try (Peer peer = Peer.start(
                new PeerOptions(PeerKind.DUCKDB, folder, List.of(), List.of("-Xmx128m"), Map.of("threads", "1")))) {
            ProcessHandle.of(peer.pid()).orElseThrow().destroyForcibly();
            assertThat(peer.run("SELECT 1", null, TIMEOUT)).isInstanceOf(PeerAnswer.Gone.class);
        }
        assertThat(Files.exists(folder.resolve("process.log"))).isTrue();
    }
}
