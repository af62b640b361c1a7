package io.blink.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.testing.cluster.HadoopCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The servers that all other tests stand on: they keep data over a kill and their checks are on. */
class ServersIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final SharedCluster cluster = SharedCluster.get();
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Test
    void filesSurviveAKilledNameNode() throws Exception {
        HadoopCluster hadoop = cluster.hadoop();
        write("/servers/kept", "some bytes");
        hadoop.nameNode().kill();
        assertThat(hadoop.nameNode().answers()).isFalse();
        hadoop.nameNode().start();
        hadoop.nameNode().awaitReady(TIMEOUT);
        assertThat(read("/servers/kept")).isEqualTo("some bytes");
    }

    @Test
    void killedNodeManagerComesBackUnderItsName() {
        HadoopCluster hadoop = cluster.hadoop();
        hadoop.nodeManager(2).kill();
        hadoop.nodeManager(2).start();
        hadoop.nodeManager(2).awaitReady(TIMEOUT);
        assertThat(hadoop.nodeManager(1).answers()).isTrue();
    }

    @Test
    void pausedMetastoreAnswersOnceItResumes() {
        cluster.metastore().process().pause();
        try {
            assertThat(cluster.metastore().process().answers()).isFalse();
        } finally {
            cluster.metastore().process().resume();
        }
        cluster.metastore().awaitReady();
    }

    @Test
    void memoryChecksAreOn() throws IOException {
        cluster.hadoop().nodeManager(1).awaitReady(TIMEOUT);
        assertThat(Files.readString(cluster.hadoop().nodeManager(1).command().logFile()))
                .contains("Physical memory check enabled: true")
                .contains("Virtual memory check enabled: true");
    }

    private void write(String path, String text) throws IOException, InterruptedException {
        HttpResponse<Void> place = http.send(
                HttpRequest.newBuilder(webHdfs(path, "CREATE&overwrite=true"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        URI dataNode = URI.create(place.headers().firstValue("Location").orElseThrow());
        HttpResponse<Void> written = http.send(
                HttpRequest.newBuilder(dataNode)
                        .PUT(HttpRequest.BodyPublishers.ofString(text))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(written.statusCode()).isEqualTo(201);
    }

    private String read(String path) throws IOException, InterruptedException {
        HttpResponse<Void> place = http.send(
                HttpRequest.newBuilder(webHdfs(path, "OPEN")).build(), HttpResponse.BodyHandlers.discarding());
        URI dataNode = URI.create(place.headers().firstValue("Location").orElseThrow());
        return http.send(HttpRequest.newBuilder(dataNode).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI webHdfs(String path, String operation) {
        return cluster.hadoop()
                .nameNodeWeb()
                .resolve("/webhdfs/v1" + path + "?op=" + operation + "&user.name=" + System.getProperty("user.name"));
    }
}
