package io.blink.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.store.JobRecord;
import io.blink.scheduler.store.MasterFailure;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Masters that end in the middle of what they do, without any other fault. */
class EndedMasterTest {
    private static final String JOB = "job";
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 300 * SECOND_NANOS;

    private final Random random = new Random(1);
    private final VirtualTime time = new VirtualTime();
    private final Warehouse warehouse = new Warehouse();
    private final MemoryFileSystem files = new MemoryFileSystem(() -> false, (from, to) -> published(to));
    private final SimulatedNetwork network = new SimulatedNetwork(time, random, () -> false);
    private final SimulatedWorker worker = new SimulatedWorker(
            "w1",
            1,
            2,
            new SimulatedProcess("worker", time, random),
            new DataPlane(time, random, task -> {}, steps -> Optional.empty(), () -> false));
    private final List<SimulatedMaster> masters = new ArrayList<>();
    private final List<BlinkException> ends = new ArrayList<>();
    private String stopAt = "nowhere";

    @Test
    void oneThatIsStoppedWhileItWritesACheckpointLeavesTheAnswerAlone() {
        stopAt = "/checkpoint-2";
        startMaster();
        JobGraph job = SimulatedJobs.stream(JOB, random, true);
        assertThat(answer(newest().requests().submit(JOB, job))).isEqualTo(JOB);

        stepUntil(() -> masters.size() == 2);
        JobStatus end = answer(newest().requests().ended(JOB));

        assertThat(end.state()).isEqualTo(JobState.FINISHED);
        assertThat(warehouse.rows(JOB)).isEqualTo(SimulatedJobs.expected(job));
        assertThat(ends).isEmpty();
    }

    @Test
    void aTurnThatThrowsEndsTheTermAndEveryQuestion() {
        startMaster();
        JobGraph job = SimulatedJobs.stream(JOB, random, true);
        answer(newest().requests().submit(JOB, job));
        CompletableFuture<JobStatus> end = newest().requests().ended(JOB);
        settle();

        newest().loop().execute(() -> {
            throw new IllegalStateException("half done");
        });
        settle();

        assertThat(ends).singleElement().satisfies(EndedMasterTest::failedByItself);
        assertThatThrownBy(end::join).cause().satisfies(EndedMasterTest::failedByItself);
        CompletableFuture<JobStatus> later = newest().requests().status(JOB);
        settle();
        assertThatThrownBy(later::join).cause().satisfies(EndedMasterTest::failedByItself);
    }

    @Test
    void aJobThatEndsTwoMastersFailsAndTheOthersGoOn() {
        warehouse.plantMistakes("poisoned", Integer.MAX_VALUE);
        startMaster();
        JobGraph job = SimulatedJobs.stream(JOB, random, true);
        answer(newest().requests().submit(JOB, job));
        answer(newest().requests().submit("poisoned", SimulatedJobs.batch("poisoned", random, 1)));

        nextMasterOnceEnded(1);
        nextMasterOnceEnded(2);
        JobStatus poisoned = answer(newest().requests().ended("poisoned"));
        JobStatus end = answer(newest().requests().ended(JOB));

        assertThat(poisoned.state()).isEqualTo(JobState.FAILED);
        assertThat(poisoned.errorCode()).isEqualTo(SchedulerErrorCode.JOB_GIVEN_UP.name());
        assertThat(poisoned.message()).contains("has ended 2 masters", PlantedMistake.class.getSimpleName());
        assertThat(end.state()).isEqualTo(JobState.FINISHED);
        assertThat(warehouse.rows(JOB)).isEqualTo(SimulatedJobs.expected(job));
        assertThat(ends).hasSize(2);
    }

    @Test
    void aJobThatEndsOneMasterRunsAgain() {
        warehouse.plantMistakes(JOB, 1);
        startMaster();
        JobGraph job = SimulatedJobs.stream(JOB, random, false);
        answer(newest().requests().submit(JOB, job));

        nextMasterOnceEnded(1);
        JobStatus end = answer(newest().requests().ended(JOB));

        assertThat(end.state()).isEqualTo(JobState.FINISHED);
        assertThat(warehouse.rows(JOB)).isEqualTo(SimulatedJobs.expected(job));
        assertThat(ends).hasSize(1);
    }

    /** Nothing is left to hold a job down with when giving it up fails too. */
    @Test
    void aJobWhoseEndEndsAThirdMasterIsStruckFromTheRecord() throws IOException {
        JobGraph job = SimulatedJobs.batch(JOB, random, 1);
        new MasterStore(files, "/ha", 1).job(JOB).writeJob(new JobRecord(JOB, 1, job));
        for (int term = 1; term <= 3; term++) {
            new MasterStore(files, "/ha", term).job(JOB).writeMasterFailure(new MasterFailure("half done"));
        }
        startMaster(4);

        JobStatus end = answer(newest().requests().ended(JOB));
        settle();

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.message()).contains("has ended 3 masters", "half done");
        assertThat(files.status("/ha/" + JOB)).isEmpty();
        assertThat(warehouse.rows(JOB)).isEmpty();
    }

    private void nextMasterOnceEnded(int count) {
        stepUntil(() -> ends.size() == count);
        startMaster();
    }

    private static void failedByItself(Throwable problem) {
        assertThat(problem).isInstanceOfSatisfying(BlinkException.class, known -> assertThat(known.code())
                .isEqualTo(SchedulerErrorCode.MASTER_FAILED));
        assertThat(problem).hasMessageContaining("half done").hasMessageContaining("term 1");
    }

    private void published(String path) {
        if (path.endsWith(stopAt)) {
            stopAt = "nowhere";
            newest().stop();
            time.after(SECOND_NANOS, this::startMaster);
        }
    }

    private Dispatcher newest() {
        return masters.get(masters.size() - 1).dispatcher();
    }

    private void startMaster() {
        startMaster(masters.size() + 1);
    }

    private void startMaster(int term) {
        SimulatedProcess process = new SimulatedProcess("master " + term, time, random);
        Dispatcher dispatcher = new Dispatcher(
                term,
                Configuration.empty(),
                process,
                process.ioThreads(),
                new MasterStore(files, "/ha", term),
                new Connectors(List.of(warehouse), new FileSystems(List.of(), Configuration.empty())),
                new FixedWorkers(2, 1),
                ends::add);
        SimulatedMaster master = new SimulatedMaster(term, process, dispatcher);
        masters.add(master);
        dispatcher.start();
        network.connect(worker, master);
    }

    private <T> T answer(CompletableFuture<T> answer) {
        stepUntil(answer::isDone);
        return answer.join();
    }

    private void settle() {
        long until = time.nowNanos() + SECOND_NANOS;
        stepUntil(() -> time.nowNanos() >= until);
    }

    private void stepUntil(BooleanSupplier reached) {
        long deadline = time.nowNanos() + PATIENCE_NANOS;
        while (!reached.getAsBoolean()) {
            assertThat(time.nowNanos()).isLessThan(deadline);
            assertThat(time.step()).isTrue();
        }
    }
}
