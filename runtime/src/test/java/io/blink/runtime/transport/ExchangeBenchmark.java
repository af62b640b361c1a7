package io.blink.runtime.transport;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.plan.Partitioning;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.BlockingOutput;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.exchange.PipelinedOutput;
import io.blink.runtime.exchange.TaskOutput;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import io.blink.shuffle.ShufflePartition;
import io.blink.shuffle.ShuffleWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row from one task to two others by the hash of a key, by each way there is, and of the steps on the way. Run by hand: {@code org.openjdk.jmh.Main ExchangeBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ExchangeBenchmark.ROWS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExchangeBenchmark {
    static final int ROWS = 1 << 18;
    private static final int EDGE = 0;
    private static final int CONSUMERS = 2;
    private static final int BUCKETS = 32;
    private static final Partitioning BY_FIRST_COLUMN = new Partitioning.Hash(List.of(0));

    /** What rows are made of. */
    public enum Columns {
        /** Three numbers. */
        NUMBERS,
        /** A number and two strings, one of them from a dictionary. */
        STRINGS
    }

    @Param
    public Columns columns;

    private final List<Batch> batches = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PartitionRegistry registry = new PartitionRegistry(1 << 20);
    private Transport server;
    private Transport neighbour;
    private Transport stranger;
    private int attempts;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
            batches.add(new Batch(List.of(numbers(random), second(random), third(random))));
        }
        batches.forEach(batch -> frames.add(BatchFrame.encode(batch)));
        ApplicationSecret secret = ApplicationSecret.generate();
        server = Transport.worker(Configuration.empty(), secret, "localhost", 0, registry, threads);
        neighbour = Transport.consumer(Configuration.empty(), secret, "localhost");
        stranger = Transport.consumer(Configuration.empty(), secret, "elsewhere");
    }

    private static Column numbers(Random random) {
        return new LongColumn(
                Batch.TARGET_ROWS, random.longs(Batch.TARGET_ROWS, 0, 1_000_000).toArray(), null);
    }

    private Column second(Random random) {
        if (columns == Columns.NUMBERS) {
            return numbers(random);
        }
        int[] ids = random.ints(Batch.TARGET_ROWS, 0, 100).toArray();
        return new DictionaryColumn(Batch.TARGET_ROWS, ids, strings(random, 100));
    }

    private Column third(Random random) {
        return columns == Columns.NUMBERS ? numbers(random) : strings(random, Batch.TARGET_ROWS);
    }

    private static Column strings(Random random, int count) {
        BytesColumnBuilder strings = new BytesColumnBuilder(count);
        for (int i = 0; i < count; i++) {
            byte[] text = ("customer " + random.nextInt(1_000_000)).getBytes(StandardCharsets.UTF_8);
            strings.append(text, 0, text.length);
        }
        return strings.build();
    }

    @TearDown
    public void close() {
        neighbour.close();
        stranger.close();
        server.close();
        threads.shutdownNow();
    }

    /** Columns to checksummed frames. */
    @Benchmark
    public long serialize() {
        long bytes = 0;
        for (Batch batch : batches) {
            bytes += BatchFrame.encode(batch).length;
        }
        return bytes;
    }

    /** Checked frames to columns. */
    @Benchmark
    public long deserialize() {
        long rows = 0;
        for (byte[] frame : frames) {
            rows += BatchFrame.decode(frame, 0, frame.length).rowCount();
        }
        return rows;
    }

    /** Frames as they go to other machines. */
    @Benchmark
    public long compress() {
        long bytes = 0;
        for (byte[] frame : frames) {
            byte[] block = new byte[compressor.maxCompressedLength(frame.length)];
            bytes += compressor.compress(frame, 0, frame.length, block, 0);
        }
        return bytes;
    }

    /** Within a process, as rows come. */
    @Benchmark
    public long pipelined() throws InterruptedException {
        return pipelined(null);
    }

    /** Between processes of a machine, as rows come. */
    @Benchmark
    public long loopback() throws InterruptedException {
        return pipelined(neighbour);
    }

    /** As between machines: compressed. */
    @Benchmark
    public long loopbackCompressed() throws InterruptedException {
        return pipelined(stranger);
    }

    /** Within a process, by files that are written as a whole first. */
    @Benchmark
    public long blocking() throws InterruptedException {
        PartitionKey key = nextKey();
        ShuffleWriter writer = new ShuffleWriter(
                new LocalDirectories(List.of(Path.of(System.getProperty("java.io.tmpdir")))),
                LocalFiles.DISK,
                "exchange-benchmark-" + attempts,
                BUCKETS,
                64L << 20);
        Semaphore room = new Semaphore(0);
        BlockingOutput output = new BlockingOutput(registry, key, BY_FIRST_COLUMN, writer, threads, room::release);
        send(output, room);
        output.end().join();
        long rows = 0;
        for (int consumer = 0; consumer < CONSUMERS; consumer++) {
            int buckets = BUCKETS / CONSUMERS;
            rows += drain(new LocalPartitionChannel(
                    registry.partition(key).orElseThrow(), consumer * buckets, buckets, threads));
        }
        registry.release(List.of(key.producer())).forEach(ShufflePartition::delete);
        return rows;
    }

    /** @param consumer {@code null}: of this process */
    private long pipelined(Transport consumer) throws InterruptedException {
        PartitionKey key = nextKey();
        Semaphore room = new Semaphore(0);
        PipelinedOutput output =
                new PipelinedOutput(registry, key, BY_FIRST_COLUMN, CONSUMERS, CONSUMERS, room::release);
        threads.execute(() -> {
            send(output, room);
            output.end();
        });
        List<BatchChannel> channels = new ArrayList<>();
        for (int target = 0; target < CONSUMERS; target++) {
            channels.add(
                    consumer == null
                            ? registry.consume(key, target)
                            : consumer.remote().open(location(key), key, false, target, 1));
        }
        long rows = drain(channels);
        registry.release(List.of(key.producer()));
        return rows;
    }

    private PartitionKey nextKey() {
        attempts++;
        return new PartitionKey(
                TaskAttemptId.newBuilder()
                        .setJobId("benchmark")
                        .setAttempt(attempts)
                        .build(),
                EDGE);
    }

    private ProducerLocation location(PartitionKey key) {
        return ProducerLocation.newBuilder()
                .setProducer(key.producer())
                .setWorkerId("producer")
                .setDataHost("localhost")
                .setDataPort(server.port())
                .build();
    }

    private void send(TaskOutput output, Semaphore room) {
        for (Batch batch : batches) {
            while (!output.hasRoom()) {
                room.acquireUninterruptibly();
            }
            output.rows(batch);
        }
    }

    private static long drain(BatchChannel channel) throws InterruptedException {
        return drain(List.of(channel));
    }

    /** Takes what comes from all channels in turn, so that none holds up the producer. */
    private static long drain(List<BatchChannel> channels) throws InterruptedException {
        Semaphore wake = new Semaphore(0);
        channels.forEach(channel -> channel.listener(wake::release));
        long rows = 0;
        int open = channels.size();
        while (open > 0) {
            boolean any = false;
            for (BatchChannel channel : channels) {
                Element element = channel.poll();
                any |= element != null;
                open -= element instanceof Element.End ? 1 : 0;
                rows += element instanceof Element.Rows taken ? taken.batch().rowCount() : 0;
            }
            if (!any) {
                wake.acquire();
                wake.drainPermits();
            }
        }
        channels.forEach(BatchChannel::close);
        return rows;
    }
}
