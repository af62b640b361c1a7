package io.blink.benchmarks.chaos;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.chaos.StrikePlan.Strike;
import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.DaemonThreads;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.cluster.KafkaBroker;
import io.blink.testing.exactlyonce.KeyedSequences;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** One run: produces and reads along while strikes come, lets the job catch up, and reads all once more. Used by one thread. */
final class ChaosRun {
    /** Without a committed row for so long, the job hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int TICKS_A_SECOND = 20;

    /**
     * @param rate rows a second, of all keys together
     * @param duration in which strikes come
     * @param strikesMax the run ends earlier when there were as many
     */
    record Load(int keys, int partitions, long rate, Duration duration, int strikesMax) {}

    private final KafkaBroker broker;
    private final StruckEngine engine;
    private final StrikePlan plan;
    private final Load load;
    private final PrintStream progress;
    private final RecoveryTimes recoveries = new RecoveryTimes(System::nanoTime);
    private String jobId;
    private int strikes;
    private int afterCheckpoint;

    ChaosRun(KafkaBroker broker, StruckEngine engine, StrikePlan plan, Load load, PrintStream progress) {
        this.broker = broker;
        this.engine = engine;
        this.plan = plan;
        this.load = load;
        this.progress = progress;
    }

    /** Blocks to the end. @param faults what strikes, in words */
    ChaosReport run(String faults) throws InterruptedException {
        NumberedTopic.create(broker, CountedCopy.SINK, load.partitions());
        ExecutorService reading = Executors.newSingleThreadExecutor(new DaemonThreads("chaos-reader"));
        ScheduledExecutorService producing =
                Executors.newSingleThreadScheduledExecutor(new DaemonThreads("chaos-producer"));
        CommittedReader along = reader("the reader along", recoveries::committed);
        try (NumberedTopic topic = new NumberedTopic(broker, CountedCopy.SOURCE, load.partitions(), load.keys())) {
            jobId = engine.start(CountedCopy.script(broker));
            CompletableFuture<KeyedSequences> read = CompletableFuture.supplyAsync(along::read, reading);
            int numbers = (int) Math.max(1, load.rate() / load.keys() / TICKS_A_SECOND);
            ScheduledFuture<?> produced = producing.scheduleAtFixedRate(
                    () -> topic.produce(numbers),
                    0,
                    TimeUnit.SECONDS.toMicros(1) / TICKS_A_SECOND,
                    TimeUnit.MICROSECONDS);
            List<String> problems = new ArrayList<>();
            try {
                progressed("the first row", along, read, status -> along.seen() > 0);
                strikeOn(topic, along, read);
                progressed("the last recovery", along, read, status -> !recoveries.waiting());
                stop(producing, produced);
                long all = topic.produced() * load.keys();
                long then = progressed("the last row", along, read, status -> along.seen() >= all)
                        .checkpoints()
                        .lastCompleted();
                // What comes a second time may come with a later commit.
                progressed(
                        "two more checkpoints",
                        along,
                        read,
                        status -> status.checkpoints().lastCompleted() >= then + 2);
            } catch (BlinkException failure) {
                problems.add(failure.getMessage());
                producing.shutdownNow();
                producing.awaitTermination(1, TimeUnit.MINUTES);
            }
            JobStatus status = engine.jobs().status(jobId);
            along.finish();
            if (!read.isCompletedExceptionally()) {
                problems.addAll(read.join().problems(topic.produced()));
            }
            KeyedSequences last =
                    reader("the last reader", number -> {}).finish().read();
            problems.addAll(last.problems(topic.produced()));
            engine.jobs().cancel(jobId);
            return new ChaosReport(
                    faults,
                    strikes,
                    afterCheckpoint,
                    last.count(),
                    status.restarts(),
                    status.checkpoints().lastCompleted(),
                    recoveries.sorted(),
                    problems);
        } finally {
            producing.shutdownNow();
            along.finish();
            reading.shutdown();
        }
    }

    /** Ends the production of whole numbers; fails when it has ended by itself. */
    private static void stop(ScheduledExecutorService producing, ScheduledFuture<?> produced)
            throws InterruptedException {
        if (produced.isDone()) {
            throw failed("The producer failed", failure(produced));
        }
        producing.shutdown();
        producing.awaitTermination(1, TimeUnit.MINUTES);
    }

    private CommittedReader reader(String name, LongConsumer listener) {
        return new CommittedReader(broker, CountedCopy.SINK, load.keys(), name, listener);
    }

    private void strikeOn(NumberedTopic topic, CommittedReader along, CompletableFuture<?> read)
            throws InterruptedException {
        long end = System.nanoTime() + load.duration().toNanos();
        while (strikes < load.strikesMax()) {
            Strike strike = plan.next();
            long at = Math.min(end, System.nanoTime() + strike.pause().toNanos());
            JobStatus status = progressed("a strike", along, read, now -> System.nanoTime() >= at);
            if (at == end) {
                return;
            }
            if (strike.afterCheckpoint()) {
                afterCheckpoint++;
                CheckpointStatus before = status.checkpoints();
                progressed("a checkpoint", along, read, now -> differs(before, now.checkpoints()));
                long due = System.nanoTime() + strike.delay().toNanos();
                status = progressed("a strike", along, read, now -> System.nanoTime() >= due);
            }
            strikes++;
            recoveries.struck(topic.produced());
            engine.strike(status, strike.choice());
            progress.printf(
                    "strike %d: %,d rows committed, %d restarts, checkpoint %d%n",
                    strikes,
                    along.seen(),
                    status.restarts(),
                    status.checkpoints().lastCompleted());
        }
    }

    private static boolean differs(CheckpointStatus before, CheckpointStatus now) {
        return now.pending() != before.pending() || now.lastCompleted() != before.lastCompleted();
    }

    /** Waits until the job is as wished; fails when it has ended, a reader has, or rows stopped coming. */
    private JobStatus progressed(
            String what, CommittedReader along, CompletableFuture<?> read, Predicate<JobStatus> wished)
            throws InterruptedException {
        long seen = along.seen();
        long since = System.nanoTime();
        JobStatus status = engine.jobs().status(jobId);
        while (!wished.test(status)) {
            if (along.seen() != seen) {
                seen = along.seen();
                since = System.nanoTime();
            }
            if (status.state().ended()) {
                throw failed("The job ended as " + status.state() + " before " + what + ": " + status.message(), null);
            }
            if (read.isDone()) {
                throw failed("The reader along failed before " + what, failure(read));
            }
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw failed("No row was committed for " + PATIENCE.toSeconds() + " s before " + what, null);
            }
            status = engine.jobs().await(jobId, LOOK_AGAIN);
        }
        return status;
    }

    /** What an ended future ended with. */
    private static Throwable failure(Future<?> ended) throws InterruptedException {
        try {
            ended.get();
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    private static BlinkException failed(String what, Throwable cause) {
        String why = cause == null ? "" : ": " + cause.getMessage();
        return new BlinkException(BenchErrorCode.ENGINE_FAILED, what + why, cause);
    }
}
