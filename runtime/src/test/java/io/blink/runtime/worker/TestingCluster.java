package io.blink.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.function.user.UserCode;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.InProcessConnection;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import io.blink.runtime.control.WorkerMessageHandler;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.operator.join.lookup.LookupTables;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.task.TaskEnvironment;
import io.blink.runtime.task.WorkerThreads;
import io.blink.runtime.transport.PartitionClient;
import io.blink.runtime.transport.RemoteChannels;
import io.blink.runtime.transport.TestingTransport;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Production workers in this process under a master that does what the test says. */
final class TestingCluster implements WorkerMessageHandler, AutoCloseable {
    static final long WAIT_SECONDS = 20;

    final TestingConnector connector = new TestingConnector();
    final LinkedBlockingQueue<WorkerMessage> received = new LinkedBlockingQueue<>();
    final Map<String, WorkerLink> links = new HashMap<>();
    final Map<String, TestingTransport> transports = new HashMap<>();
    private final ArrayDeque<SplitMessage> splits = new ArrayDeque<>();
    private final Map<String, SplitAssignment> answers = new HashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Map<String, PartitionClient> clients = new HashMap<>();
    private final List<WorkerMessage> seen = new ArrayList<>();

    TestingCluster(int workerCount, boolean forceWire, Path directory) {
        for (int i = 0; i < workerCount; i++) {
            start("w" + i, forceWire, directory.resolve("w" + i));
        }
    }

    private void start(String id, boolean forceWire, Path directory) {
        ExecutorService io = Executors.newCachedThreadPool();
        WorkerThreads threads = new WorkerThreads(id, 2);
        PartitionRegistry registry = new PartitionRegistry(1000);
        TestingTransport transport = TestingTransport.start(registry, io);
        transports.put(id, transport);
        RemoteChannels remote = transport.remote();
        PartitionClient client = new PartitionClient(id, registry, remote, io, forceWire);
        clients.put(id, client);
        Connectors connectors = new Connectors(List.of(connector), new FileSystems(List.of(), Configuration.empty()));
        TaskEnvironment environment = new TaskEnvironment(
                threads,
                io,
                connectors,
                (context, restored, lookup) -> TestingOperators.create(context),
                (task, node) ->
                        new LocalSpillFiles(List.of(directory.resolve("spill")), task.getVertexId() + "-" + node.id()),
                registry,
                client,
                new LocalDirectories(List.of(directory)),
                LocalFiles.DISK,
                List.of(new MemoryPool("slot 0", 1 << 20), new MemoryPool("slot 1", 1 << 20)),
                1 << 16,
                new UserCode(new FileSystems(List.of(), Configuration.empty()), directory.resolve("functions")),
                new FileSystems(List.of(), Configuration.empty()),
                new LookupTables(connectors, io, 16 << 20));
        RegisterWorker identity = RegisterWorker.newBuilder()
                .setSlots(2)
                .setDataHost("localhost")
                .setDataPort(transport.port())
                .build();
        Worker worker = new Worker(id, identity, environment);
        workers.add(worker);
        resources.add(threads);
        resources.add(io::shutdownNow);
        resources.add(client);
        resources.add(transport);
        InProcessConnection.open(id, worker, this);
    }

    @Override
    public synchronized void connected(WorkerLink link) {
        links.put(link.workerId(), link);
    }

    @Override
    public void received(WorkerLink link, WorkerMessage message) {
        if (message.hasRegister()) {
            link.send(MasterMessage.newBuilder()
                    .setTerm(1)
                    .setWorkerAccepted(WorkerAccepted.newBuilder()
                            .setHeartbeatIntervalMillis(100)
                            .setLeaseMillis(60_000)
                            .setOrphanMillis(120_000))
                    .build());
        } else if (message.hasSplitRequest()) {
            link.send(MasterMessage.newBuilder()
                    .setTerm(1)
                    .setSplitAssignment(answer(message.getSplitRequest()))
                    .build());
        } else if (message.hasHeartbeat()) {
            link.send(MasterMessage.newBuilder()
                    .setTerm(1)
                    .setHeartbeatAnswer(io.blink.runtime.control.HeartbeatAnswer.newBuilder())
                    .build());
        } else {
            received.add(message);
        }
    }

    private synchronized SplitAssignment answer(SplitRequest request) {
        String key = request.getTask().getSubtask() + "/" + request.getOperatorId() + "/" + request.getRequestId();
        return answers.computeIfAbsent(key, ignored -> {
            SplitAssignment.Builder answer = SplitAssignment.newBuilder()
                    .setTask(request.getTask())
                    .setOperatorId(request.getOperatorId())
                    .setRequestId(request.getRequestId());
            for (int i = 0; i < request.getMaxSplits() && !splits.isEmpty(); i++) {
                answer.addSplits(splits.poll());
            }
            return answer.setNoMoreSplits(splits.isEmpty()).build();
        });
    }

    @Override
    public void disconnected(WorkerLink link) {}

    synchronized void addSplit(long from, long to) {
        splits.add(SplitMessage.newBuilder()
                .setId(from + "-" + to)
                .setJson(from + "," + to)
                .build());
    }

    void send(String worker, MasterMessage.Builder message) {
        links.get(worker).send(message.setTerm(1).build());
    }

    void deploy(String worker, JobGraph graph, DeployTask.Builder deployment) {
        send(worker, MasterMessage.newBuilder().setDeployTask(deployment.setJobGraphJson(PlanJson.write(graph))));
    }

    static TaskAttemptId task(int vertex, int subtask) {
        return TaskAttemptId.newBuilder()
                .setJobId("job")
                .setVertexId(vertex)
                .setSubtask(subtask)
                .setAttempt(1)
                .build();
    }

    ProducerLocation location(TaskAttemptId task, String worker) {
        return ProducerLocation.newBuilder()
                .setProducer(task)
                .setWorkerId(worker)
                .setDataHost("localhost")
                .setDataPort(transports.get(worker).port())
                .build();
    }

    PartitionClient client(String worker) {
        return clients.get(worker);
    }

    /** The next message, sent already or not, for which the condition holds. */
    WorkerMessage await(Predicate<WorkerMessage> condition) throws InterruptedException {
        for (WorkerMessage message : seen) {
            if (condition.test(message)) {
                seen.remove(message);
                return message;
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
            WorkerMessage message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(message).as("seen: %s", seen).isNotNull();
            if (condition.test(message)) {
                return message;
            }
            seen.add(message);
        }
    }

    TaskStateChanged awaitEnd(TaskAttemptId task, TaskState state) throws InterruptedException {
        TaskStateChanged change = await(message -> message.hasTaskState()
                        && message.getTaskState().getTask().equals(task)
                        && message.getTaskState().getState().getNumber() >= TaskState.FINISHED_VALUE)
                .getTaskState();
        assertThat(change.getState()).as("%s", change.getFailure()).isEqualTo(state);
        return change;
    }

    CheckpointAcknowledged awaitAcknowledged(TaskAttemptId task, long checkpointId) throws InterruptedException {
        return await(message -> message.hasCheckpointAcknowledged()
                        && message.getCheckpointAcknowledged().getTask().equals(task)
                        && message.getCheckpointAcknowledged().getCheckpointId() == checkpointId)
                .getCheckpointAcknowledged();
    }

    /** All numbers of a channel up to its end. */
    static List<Long> readAll(BatchChannel channel) throws InterruptedException {
        List<Long> values = new ArrayList<>();
        Semaphore wake = new Semaphore(0);
        channel.listener(wake::release);
        while (true) {
            Element element = channel.poll();
            if (element instanceof Element.End) {
                channel.close();
                return values;
            }
            if (element instanceof Element.Rows rows) {
                values.addAll(numbers(rows.batch()));
            } else if (element == null) {
                assertThat(wake.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static List<Long> numbers(Batch batch) {
        LongColumn column = (LongColumn) batch.column(0).flat();
        return Arrays.stream(column.values(), 0, batch.rowCount()).boxed().toList();
    }

    @Override
    public void close() throws Exception {
        workers.forEach(Worker::close);
        for (AutoCloseable resource : resources) {
            resource.close();
        }
    }
}
