package io.blink.runtime.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.Partitioning;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.exchange.PipelinedOutput;
import io.blink.shuffle.BucketStatistics;
import io.blink.shuffle.ShufflePartition;
import io.blink.shuffle.ShuffleReader;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransportTest {
    private static final TaskAttemptId TASK =
            TaskAttemptId.newBuilder().setJobId("job").setAttempt(1).build();
    private static final PartitionKey KEY = new PartitionKey(TASK, 3);

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final PartitionRegistry registry = new PartitionRegistry(1 << 20);
    private final List<AutoCloseable> resources = new ArrayList<>();
    private TestingTransport producer;

    @BeforeEach
    void start() {
        producer = TestingTransport.start(registry, io);
        resources.add(producer);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        io.shutdownNow();
    }

    private BatchChannel open(ApplicationSecret secret, String ownHost, int port, boolean blocking) {
        PartitionRegistry own = new PartitionRegistry(1);
        TestingTransport consumer = TestingTransport.start(own, io, secret, ownHost);
        resources.add(consumer);
        PartitionClient client = new PartitionClient("", own, consumer.remote(), io, false);
        ProducerLocation location = ProducerLocation.newBuilder()
                .setProducer(TASK)
                .setWorkerId("p")
                .setDataHost("localhost")
                .setDataPort(port)
                .build();
        return client.open(location, KEY.edgeId(), blocking, 0, 1);
    }

    private BatchChannel open(boolean blocking) {
        return open(TestingTransport.SECRET, "localhost", producer.port(), blocking);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "elsewhere"})
    void controlEventsKeepTheirPlacesBetweenBatches(String ownHost) throws Exception {
        BatchChannel channel = open(TestingTransport.SECRET, ownHost, producer.port(), false);
        PipelinedOutput output = output();
        output.rows(batch(1));
        output.control(new Element.Watermark(17));
        output.control(new Element.Barrier(4, 99, true, false));
        output.rows(batch(2));
        output.control(Element.idle());
        output.end();
        List<String> received = new ArrayList<>();
        for (Element element : drain(channel)) {
            received.add(element instanceof Element.Rows rows ? "rows " + first(rows) : element.toString());
        }
        assertThat(received)
                .containsExactly(
                        "rows 1",
                        "Watermark[micros=17]",
                        "Barrier[checkpointId=4, timestampMillis=99, stop=true, drain=false]",
                        "rows 2",
                        "Idle[]",
                        "End[]");
    }

    @Test
    void aConsumerThatDoesNotReadBoundsWhatIsSent() throws Exception {
        BatchChannel channel = open(false);
        PipelinedOutput output = output();
        for (int i = 0; i < 60; i++) {
            output.rows(batch(i));
        }
        output.end();
        Semaphore wake = new Semaphore(0);
        channel.listener(wake::release);
        assertThat(wake.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        long oneBatch = batch(0).retainedBytes();
        int frame = BatchFrame.encode(batch(0)).length;
        long sentAtMost = 1000 / frame + 2;
        assertThat(registry.consume(KEY, 0).queuedBytes()).isGreaterThanOrEqualTo((60 - sentAtMost) * oneBatch);
        assertThat(drain(channel)).hasSize(61);
    }

    @Test
    void aProducerThatFailsIsReportedWithItsReason() {
        BatchChannel channel = open(false);
        PipelinedOutput output = output();
        output.fail("the disk melted");
        assertThatThrownBy(() -> drain(channel))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(RuntimeErrorCode.PARTITION_LOST))
                .hasMessageContaining("the disk melted");
    }

    @Test
    void aBrokenConnectionFailsAPipelinedConsumer() throws Exception {
        BatchChannel channel = open(false);
        Semaphore producerWoken = new Semaphore(0);
        PipelinedOutput output = output(producerWoken::release);
        output.rows(batch(1));
        assertThat(next(channel)).isInstanceOf(Element.Rows.class);
        producer.disconnectConsumers();
        assertThatThrownBy(() -> drain(channel)).hasMessageContaining("closed the connection");
        while (!output.abandoned()) {
            assertThat(producerWoken.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBlockingConsumerGoesOnBehindABrokenConnection() throws Exception {
        registry.publish(KEY, new FramePartition(100, -1, 0));
        BatchChannel channel = open(true);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            values.add(first((Element.Rows) next(channel)));
        }
        producer.disconnectConsumers();
        for (Element element : drain(channel)) {
            if (element instanceof Element.Rows rows) {
                values.add(first(rows));
            }
        }
        assertThat(values)
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    }

    @Test
    void aFrameDamagedOnTheWayIsFetchedAgain() throws Exception {
        registry.publish(KEY, new FramePartition(20, 7, 1));
        List<Element> elements = drain(open(true));
        assertThat(elements).hasSize(21);
        assertThat(first((Element.Rows) elements.get(7))).isEqualTo(7);
    }

    @Test
    void aFrameThatStaysDamagedNamesItsProducer() {
        registry.publish(KEY, new FramePartition(20, 7, Integer.MAX_VALUE));
        assertThatThrownBy(() -> drain(open(true)))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("arrived damaged")
                .hasMessageContaining("edge 3 of task 0.0, attempt 1, of job job at worker p");
    }

    @Test
    void aMissingPartitionIsNamedAtOnce() {
        assertThatThrownBy(() -> drain(open(true))).hasMessageContaining("it may have been released");
    }

    @Test
    void whoDoesNotKnowTheSecretGetsNothing() {
        registry.publish(KEY, new FramePartition(1, -1, 0));
        BatchChannel channel = open(ApplicationSecret.generate(), "localhost", producer.port(), true);
        assertThatThrownBy(() -> drain(channel)).hasMessageContaining("before the application's secret was proved");
    }

    @Test
    void aPortThatDoesNotAnswerIsNamed() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        assertThatThrownBy(() -> drain(open(TestingTransport.SECRET, "localhost", port, false)))
                .hasMessageContaining("localhost:" + port + " does not answer");
    }

    private PipelinedOutput output() {
        return output(() -> {});
    }

    private PipelinedOutput output(Runnable roomListener) {
        return new PipelinedOutput(registry, KEY, new Partitioning.Gather(List.of()), 1, 1, roomListener);
    }

    private static Batch batch(long first) {
        long[] values = new long[20];
        values[0] = first;
        return new Batch(List.of(new LongColumn(values.length, values, null)));
    }

    private static long first(Element.Rows rows) {
        return ((LongColumn) rows.batch().column(0)).values()[0];
    }

    private static Element next(BatchChannel channel) throws InterruptedException {
        Semaphore wake = new Semaphore(0);
        channel.listener(wake::release);
        Element element = channel.poll();
        while (element == null) {
            assertThat(wake.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            element = channel.poll();
        }
        return element;
    }

    private static List<Element> drain(BatchChannel channel) throws InterruptedException {
        List<Element> elements = new ArrayList<>();
        do {
            elements.add(next(channel));
        } while (!(elements.get(elements.size() - 1) instanceof Element.End));
        return elements;
    }

    /** Frames numbered from 0, one of them damaged for the first so many readers. */
    private static final class FramePartition implements ShufflePartition {
        private final int count;
        private final int damaged;
        private int damagedReaders;

        private FramePartition(int count, int damaged, int damagedReaders) {
            this.count = count;
            this.damaged = damaged;
            this.damagedReaders = damagedReaders;
        }

        @Override
        public BucketStatistics statistics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized ShuffleReader reader(int firstBucket, int bucketCount) {
            boolean damages = damagedReaders-- > 0;
            return new ShuffleReader() {
                private int next;

                @Override
                public byte[] nextFrame() {
                    if (next == count) {
                        return null;
                    }
                    byte[] frame = BatchFrame.encode(batch(next));
                    frame[50] ^= (byte) (damages && next == damaged ? 4 : 0);
                    next++;
                    return frame;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean onDisk() {
            return false;
        }

        @Override
        public void delete() {}
    }
}
