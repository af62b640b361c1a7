package io.blink.scheduler.cluster;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Connectors;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import io.blink.runtime.control.WorkerMessageHandler;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.actor.GuardedLoop;
import io.blink.scheduler.store.FunctionJars;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.MasterFailure;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import io.blink.scheduler.worker.SlotProvider;
import io.blink.scheduler.worker.WorkerRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master of one cluster in one term: its workers, their slots, its jobs. Connections and clients may call from any thread; everything is done in turns of one
 * loop. A new master first takes over what earlier terms left; only then it listens to workers and clients, who try again until it does. A turn that throws ends the
 * term: what stands in memory is half done, what is on record is whole, and a later master goes on from there. A job whose turns do so again and again is given up ({@code
 * JobBeginnings}).
 */
public final class Dispatcher implements WorkerMessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration TAKE_OVER_RETRY = Duration.ofSeconds(1);
    private static final Duration RECORD_TIMEOUT = Duration.ofSeconds(10);

    private final int term;
    private final ActorLoop loop;
    private final BackgroundWork background;
    private final MasterStore store;
    private final Consumer<BlinkException> onEnd;
    private final TermLife life;
    private final JobTurns turns = new JobTurns();
    private final JobTable jobs = new JobTable(turns);
    private final WorkerRegistry registry;
    private final JobBeginnings beginnings;
    private final JobRequests requests;
    private boolean failureOnItsWay;

    /**
     * @param term higher than that of every master before
     * @param configuration the cluster's settings
     * @param ioThreads for everything that blocks
     * @param onEnd called in a turn when this master can do no more: TERM_SUPERSEDED with the proof of a master of a higher term, or MASTER_FAILED, once more for
     *     each turn that fails on the way out; if the turn was a job's, once that is on the job's record. The process should end, without touching anything
     */
    public Dispatcher(
            int term,
            Configuration configuration,
            ActorLoop loop,
            Executor ioThreads,
            MasterStore store,
            Connectors connectors,
            SlotProvider provider,
            Consumer<BlinkException> onEnd) {
        this.term = term;
        this.loop = new GuardedLoop(loop, this::turnFailed);
        this.background = new BackgroundWork(ioThreads, this.loop);
        this.store = store;
        this.onEnd = onEnd;
        this.life = new TermLife(this.loop);
        this.registry = new WorkerRegistry(this.loop, term, provider, configuration, jobs);
        ClusterServices services = new MasterServices(
                term, configuration, this.loop, background, connectors, provider, registry, this::superseded);
        this.beginnings = new JobBeginnings(services, store, jobs, life, turns);
        this.requests = new JobRequests(life, jobs, beginnings);
    }

    /** For clients. */
    public JobRequests requests() {
        return requests;
    }

    /** The jars of users' functions that clients brought. Calls of it block, on any thread. */
    public FunctionJars functionJars() {
        return store.functionJars();
    }

    public ActorLoop loop() {
        return loop;
    }

    // ---- Beginning and end

    /** Takes over and begins to work. */
    public void start() {
        loop.execute(this::takeOver);
    }

    private void takeOver() {
        if (!life.stopped()) {
            background.run(store::takeOver, this::tookOver, problem -> loop.schedule(TAKE_OVER_RETRY, this::takeOver));
        }
    }

    private void tookOver(MasterStore.TakenOver found) {
        if (!life.stopped()) {
            beginnings.recover(found);
            registry.start();
            life.begin();
        }
    }

    /** Stops without ending the jobs: a master of a later term can go on with them. */
    public void stop() {
        loop.execute(() -> stop(new BlinkException(
                SchedulerErrorCode.MASTER_NOT_REACHABLE, "The master of term " + term + " has stopped.")));
    }

    private void stop(BlinkException reason) {
        if (!life.stopped()) {
            life.stop(reason);
            jobs.halt(reason);
            registry.stop();
        }
    }

    private void superseded(String proof) {
        if (!life.stopped()) {
            BlinkException reason = new BlinkException(
                    SchedulerErrorCode.TERM_SUPERSEDED, "The master of term " + term + " has a successor: " + proof);
            stop(reason);
            onEnd.accept(reason);
        }
    }

    private void turnFailed(Throwable failure) {
        LOG.error("A turn of the master of term {} failed", term, failure);
        BlinkException reason = new BlinkException(
                SchedulerErrorCode.MASTER_FAILED,
                "The master of term " + term + " has ended by a mistake of its own (" + failure
                        + "), which its log shows; jobs go on from their records with the next master, where there is"
                        + " one.",
                failure);
        Optional<String> job =
                life.stopped() ? Optional.empty() : turns.jobOf(failure).filter(jobs::runs);
        try {
            stop(reason);
        } finally {
            if (job.isPresent()) {
                layAtTheDoorOf(job.get(), failure, reason);
            } else if (!failureOnItsWay) {
                onEnd.accept(reason);
            }
        }
    }

    /** The next master has to know which job it was; this one waits for that, for a while. */
    private void layAtTheDoorOf(String jobId, Throwable failure, BlinkException reason) {
        LOG.error("It was a turn of job {}", jobId);
        failureOnItsWay = true;
        JobStore ofJob = store.job(jobId);
        Runnable end = () -> {
            if (failureOnItsWay) {
                failureOnItsWay = false;
                onEnd.accept(reason);
            }
        };
        background.run(
                () -> {
                    ofJob.writeMasterFailure(new MasterFailure(failure.toString()));
                    return true;
                },
                done -> end.run(),
                problem -> {
                    LOG.warn("That cannot be put on the record of job {}", jobId, problem);
                    end.run();
                });
        loop.schedule(RECORD_TIMEOUT, end);
    }

    // ---- Workers

    @Override
    public void connected(WorkerLink link) {
        loop.execute(() -> {
            if (life.stopped()) {
                link.close();
            } else {
                registry.connected(link);
            }
        });
    }

    @Override
    public void disconnected(WorkerLink link) {
        loop.execute(() -> registry.disconnected(link));
    }

    @Override
    public void received(WorkerLink link, WorkerMessage message) {
        loop.execute(() -> {
            if (life.stopped() || !registry.open(link)) {
                return;
            }
            if (message.getTerm() > term) {
                superseded("worker " + link.workerId() + " obeys term " + message.getTerm());
            } else if (life.ready()) {
                handle(link, message);
            }
        });
    }

    private void handle(WorkerLink link, WorkerMessage message) {
        if (message.hasRegister()) {
            registry.register(link, message.getRegister());
            return;
        }
        RegisteredWorker worker = registry.heard(link);
        if (worker == null) {
            link.close();
        } else if (message.getTerm() == term) {
            handle(worker, message);
        }
    }

    private void handle(RegisteredWorker worker, WorkerMessage message) {
        switch (message.getMessageCase()) {
            case HEARTBEAT -> {
                message.getHeartbeat()
                        .getTasksList()
                        .forEach(progress -> jobs.tell(progress.getTask(), job -> job.progress(progress)));
                registry.heartbeat(worker, message.getHeartbeat());
            }
            case TASK_STATE -> {
                registry.taskState(worker, message.getTaskState());
                jobs.tell(message.getTaskState().getTask(), job -> job.changed(message.getTaskState()));
            }
            case SPLIT_REQUEST ->
                jobs.tell(message.getSplitRequest().getTask(), job -> job.splitsWanted(message.getSplitRequest()));
            case WATERMARK_REPORT ->
                jobs.tell(
                        message.getWatermarkReport().getTask(),
                        job -> job.watermarkReached(message.getWatermarkReport()));
            case CHECKPOINT_ACKNOWLEDGED ->
                jobs.tell(
                        message.getCheckpointAcknowledged().getTask(),
                        job -> job.acknowledged(message.getCheckpointAcknowledged()));
            case CHECKPOINT_DECLINED ->
                jobs.tell(
                        message.getCheckpointDeclined().getTask(),
                        job -> job.declined(message.getCheckpointDeclined()));
            case PARTITION_UNAVAILABLE ->
                jobs.tell(
                        message.getPartitionUnavailable().getConsumer(),
                        job -> job.partitionUnavailable(message.getPartitionUnavailable()));
            default -> {}
        }
    }

    /** Whoever started the worker saw its process end. Any thread. */
    public void workerExited(String workerId, String reason) {
        loop.execute(() -> worker(workerId).ifPresent(worker -> registry.lose(worker, reason)));
    }

    /** What the provider can give has changed. Any thread. */
    public void workersChanged() {
        loop.execute(() -> registry.slots().assignSoon());
    }

    /** The registered worker of that id. In a turn. */
    public Optional<RegisteredWorker> worker(String id) {
        return Optional.ofNullable(registry.worker(id));
    }

    /** Whether the task runs by the will of a job. In a turn. */
    public boolean wants(TaskAttemptId task) {
        return jobs.wants(task);
    }
}
