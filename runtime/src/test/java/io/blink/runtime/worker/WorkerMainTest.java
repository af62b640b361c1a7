package io.blink.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Literal;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.PlanJson;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ControlServer;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.OutputEdge;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.StopWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import io.blink.runtime.control.WorkerMessageHandler;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, under a master in this one. */
@Timeout(60)
class WorkerMainTest implements WorkerMessageHandler {
    private static final TaskAttemptId TASK =
            TaskAttemptId.newBuilder().setJobId("job").setAttempt(1).build();

    private final LinkedBlockingQueue<WorkerMessage> messages = new LinkedBlockingQueue<>();
    private volatile WorkerLink link;

    @TempDir
    Path directory;

    @Override
    public void connected(WorkerLink newLink) {
        link = newLink;
    }

    @Override
    public void received(WorkerLink from, WorkerMessage message) {
        messages.add(message);
    }

    @Override
    public void disconnected(WorkerLink gone) {}

    @Test
    void runsATaskForItsMasterAndEndsWhenTold() throws Exception {
        ApplicationSecret secret = ApplicationSecret.generate();
        Path secretFile = Files.writeString(directory.resolve("secret"), secret.toText());
        try (ControlServer server = new ControlServer(0, secret, this)) {
            Process process = start(server.port(), secretFile);
            try {
                RegisterWorker registration = await(WorkerMessage::hasRegister).getRegister();
                assertThat(registration.getProcessId()).isEqualTo(process.pid());
                send(MasterMessage.newBuilder().setWorkerAccepted(WorkerAccepted.newBuilder()));
                send(MasterMessage.newBuilder().setDeployTask(deployment()));
                await(message -> message.getTaskState().getState() == TaskState.FINISHED);
                assertThat(result(secret, registration.getDataPort())).containsExactly(1L, 2L, 3L);
                send(MasterMessage.newBuilder()
                        .setStopWorker(StopWorker.newBuilder().setReason("done")));
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
                try (var left = Files.list(directory.resolve("local"))) {
                    assertThat(left).isEmpty();
                }
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> WorkerArguments.parse("--id", "w", "--color", "red"))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("'--color'");
        assertThatThrownBy(() -> WorkerArguments.parse("--id", "w"))
                .hasMessageContaining("--master or --master-folder");
    }

    private Process start(int masterPort, Path secretFile) throws IOException {
        Files.createDirectories(directory.resolve("local"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        "--id",
                        "w1",
                        "--host",
                        "localhost",
                        "--master",
                        "localhost:" + masterPort,
                        "--secret-file",
                        secretFile.toString(),
                        "--local-dirs",
                        directory.resolve("local").toString(),
                        "-D",
                        "taskmanager.numberOfTaskSlots=2")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("worker.log").toFile())
                .start();
    }

    private void send(MasterMessage.Builder message) {
        link.send(message.setTerm(1).build());
    }

    private WorkerMessage await(Predicate<WorkerMessage> condition) throws Exception {
        WorkerMessage message = messages.poll(30, TimeUnit.SECONDS);
        while (message != null && !condition.test(message)) {
            message = messages.poll(30, TimeUnit.SECONDS);
        }
        assertThat(message).as(() -> "the worker's log: " + log()).isNotNull();
        return message;
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("worker.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static DeployTask deployment() {
        List<Field> fields = List.of(new Field("n", DataType.of(TypeKind.BIGINT)));
        DataType bigint = DataType.of(TypeKind.BIGINT);
        List<List<Literal>> rows = List.of(
                List.of(new Literal("1", bigint)),
                List.of(new Literal("2", bigint)),
                List.of(new Literal("3", bigint)));
        OperatorNode values = new OperatorNode(1, "s1", "values", new OperatorSpec.Values(rows), List.of(), fields);
        OperatorNode result = new OperatorNode(
                2, "s2", "result", new OperatorSpec.ResultSink(), List.of(new OperatorInput.FromOperator(1)), fields);
        JobGraph graph = new JobGraph(
                JobGraph.FORMAT_VERSION,
                "values",
                ExecutionMode.BATCH,
                List.of(new Vertex(0, "values", List.of(values, result), 1)),
                List.of(),
                fields,
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
        return DeployTask.newBuilder()
                .setTask(TASK)
                .setJobGraphJson(PlanJson.write(graph))
                .setParallelism(1)
                .addOutputs(OutputEdge.newBuilder()
                        .setEdgeId(ResultEdge.RESULT_EDGE)
                        .setBlocking(true)
                        .setConsumerParallelism(1)
                        .setBuckets(1))
                .build();
    }

    private static List<Long> result(ApplicationSecret secret, int dataPort) throws Exception {
        try (Transport transport = Transport.consumer(Configuration.empty(), secret, "localhost");
                PartitionClient client =
                        new PartitionClient("", new PartitionRegistry(1), transport.remote(), Runnable::run, false)) {
            ProducerLocation location = ProducerLocation.newBuilder()
                    .setProducer(TASK)
                    .setWorkerId("w1")
                    .setDataHost("localhost")
                    .setDataPort(dataPort)
                    .build();
            return TestingCluster.readAll(client.open(location, ResultEdge.RESULT_EDGE, true, 0, 1));
        }
    }
}
