package io.blink.scheduler.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Literal;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.remote.RemoteJobClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobClientTest {
    private static final DataType INTEGER = DataType.of(TypeKind.INT);

    @TempDir
    private Path directory;

    private RealCluster cluster;

    @BeforeEach
    void start() {
        cluster = new RealCluster(directory, 2);
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(cluster.programmerMistakes()).isEmpty();
        cluster.close();
    }

    @Test
    void rowsPassABlockingExchangeAndAreReadOnce() throws InterruptedException {
        assertThat(run(cluster.client(), EdgeKind.BLOCKING)).containsExactlyInAnyOrderElementsOf(numbers());
    }

    @Test
    void rowsPassAPipelinedExchange() throws InterruptedException {
        assertThat(run(cluster.client(), EdgeKind.PIPELINED)).containsExactlyInAnyOrderElementsOf(numbers());
    }

    @Test
    void aClientOfAnotherProcessGetsTheSame() throws InterruptedException {
        try (JobClient remote = remote(cluster.secret())) {
            assertThat(run(remote, EdgeKind.FREE)).containsExactlyInAnyOrderElementsOf(numbers());
            assertThat(remote.list()).hasSize(1);
        }
    }

    @Test
    void aClientWithoutTheSecretIsRefused() {
        try (JobClient stranger = remote(ApplicationSecret.generate())) {
            assertThatThrownBy(stranger::list).isInstanceOfSatisfying(BlinkException.class, e -> assertThat(e.code())
                    .isEqualTo(SchedulerErrorCode.ACCESS_DENIED));
        }
    }

    @Test
    void anUnknownJobIsNamedThroughGrpcToo() {
        try (JobClient remote = remote(cluster.secret())) {
            assertThatThrownBy(() -> remote.status("nobody"))
                    .hasMessageContaining("nobody")
                    .isInstanceOfSatisfying(
                            BlinkException.class,
                            e -> assertThat(e.code().name()).isEqualTo("JOB_NOT_FOUND"));
        }
    }

    @Test
    void aJobThatAsksForMoreThanTheClusterCanHaveIsToldSo() throws InterruptedException {
        String job = cluster.client().submit(graph(ExecutionMode.BATCH, EdgeKind.PIPELINED, 5));
        var end = cluster.client().await(job);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.errorCode()).isEqualTo("NOT_ENOUGH_SLOTS");
        assertThat(end.message()).contains("5 slots").contains("the cluster has 2 workers of 2 slots");
    }

    @Test
    void aStreamThatHasEndedKeepsItsRowsForItsReader() throws InterruptedException {
        JobClient client = cluster.client();
        String job = client.submit(graph(ExecutionMode.STREAMING, EdgeKind.PIPELINED, 2));
        JobState state = client.status(job).state();
        while (state != JobState.FINISHING && !state.ended()) {
            state = client.status(job).state();
        }
        assertThat(rows(client, job)).containsExactlyInAnyOrderElementsOf(numbers());
        assertThat(client.await(job).state()).isEqualTo(JobState.FINISHED);
    }

    @Test
    void aStreamThatIsReadToItsEndHasFinished() throws InterruptedException {
        JobClient client = cluster.client();
        for (int repeat = 0; repeat < 5; repeat++) {
            String job = client.submit(graph(ExecutionMode.STREAMING, EdgeKind.PIPELINED, 2));
            assertThat(rows(client, job)).containsExactlyInAnyOrderElementsOf(numbers());
            assertThat(client.await(job).state()).isEqualTo(JobState.FINISHED);
        }
    }

    private JobClient remote(ApplicationSecret secret) {
        InetSocketAddress master = InetSocketAddress.createUnresolved("localhost", cluster.port());
        return new RemoteJobClient(() -> master, secret);
    }

    private static List<Integer> run(JobClient client, EdgeKind kind) throws InterruptedException {
        String job = client.submit(graph(ExecutionMode.BATCH, kind, 2));
        List<Integer> rows = rows(client, job);
        assertThat(client.await(job).state()).isEqualTo(JobState.FINISHED);
        return rows;
    }

    private static List<Integer> rows(JobClient client, String job) throws InterruptedException {
        List<Integer> rows = new ArrayList<>();
        try (ResultStream result = client.results(job)) {
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(((IntColumn) batch.column(0)).values()[i]);
                }
            }
        }
        return rows;
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, 1000).boxed().toList();
    }

    /** Values, hashed to several tasks, gathered for the client. */
    private static JobGraph graph(ExecutionMode mode, EdgeKind kind, int parallelism) {
        List<Field> fields = List.of(new Field("n", INTEGER));
        List<List<Literal>> rows = numbers().stream()
                .map(number -> List.of(new Literal(Integer.toString(number), INTEGER)))
                .toList();
        OperatorNode values = new OperatorNode(1, "1", "values", new OperatorSpec.Values(rows), List.of(), fields);
        OperatorNode union = new OperatorNode(
                2, "2", "union", new OperatorSpec.Union(), List.of(new OperatorInput.FromEdge(1)), fields);
        OperatorNode sink = new OperatorNode(
                3, "3", "result", new OperatorSpec.ResultSink(), List.of(new OperatorInput.FromEdge(2)), List.of());
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                "numbers",
                mode,
                List.of(
                        new Vertex(1, "values", List.of(values), 1),
                        new Vertex(2, "union", List.of(union), parallelism),
                        new Vertex(3, "result", List.of(sink), 1)),
                List.of(
                        new Edge(1, 1, 2, new Partitioning.Hash(List.of(0)), kind),
                        new Edge(2, 2, 3, new Partitioning.Gather(List.of()), kind)),
                fields,
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }
}
