package io.blink.scheduler.cluster;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Connectors;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import io.blink.runtime.control.WorkerMessageHandler;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.job.JobMaster;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.ResultLocation;
import io.blink.scheduler.store.JobRecord;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.store.RecoveredJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The master of one cluster in one term: its workers, their slots, its jobs. Connections and clients may call from any thread; everything is done in turns of one
 * loop. A new master first takes over what earlier terms left; only then it listens to workers and clients, who try again until it does.
 */
public final class Dispatcher
        implements WorkerMessageHandler, ClusterServices, WorkerRegistry.Jobs, JobMaster.Listener {
    private static final int ENDED_JOBS_KEPT = 200;
    private static final Duration TAKE_OVER_RETRY = Duration.ofSeconds(1);

    private final int term;
    private final Configuration configuration;
    private final ActorLoop loop;
    private final BackgroundWork background;
    private final MasterStore store;
    private final Connectors connectors;
    private final SlotProvider provider;
    private final WorkerRegistry registry;
    private final Consumer<String> onSuperseded;
    private final Map<String, JobMaster> jobs = new LinkedHashMap<>();
    private final Map<String, JobStatus> ended = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<JobStatus>>> waitingForEnd = new LinkedHashMap<>();
    private final List<Runnable> untilReady = new ArrayList<>();
    private boolean ready;
    private BlinkException stopped;

    /**
     * @param term higher than that of every master before
     * @param configuration the cluster's settings
     * @param ioThreads for everything that blocks
     * @param onSuperseded called once, in a turn, when there is proof of a master of a higher term; the process should end, without touching anything
     */
    public Dispatcher(
            int term,
            Configuration configuration,
            ActorLoop loop,
            Executor ioThreads,
            MasterStore store,
            Connectors connectors,
            SlotProvider provider,
            Consumer<String> onSuperseded) {
        this.term = term;
        this.configuration = configuration;
        this.loop = loop;
        this.background = new BackgroundWork(ioThreads, loop);
        this.store = store;
        this.connectors = connectors;
        this.provider = provider;
        this.onSuperseded = onSuperseded;
        this.registry = new WorkerRegistry(loop, term, provider, configuration, this);
    }

    // ---- Beginning and end

    /** Takes over and begins to work. */
    public void start() {
        loop.execute(this::takeOver);
    }

    private void takeOver() {
        if (stopped != null) {
            return;
        }
        background.run(store::takeOver, this::tookOver, problem -> loop.schedule(TAKE_OVER_RETRY, this::takeOver));
    }

    private void tookOver(MasterStore.TakenOver found) {
        if (stopped != null) {
            return;
        }
        found.unreadable().forEach((jobId, problem) -> ended.put(jobId, JobStatus.lost(jobId, term, problem)));
        for (RecoveredJob job : found.jobs()) {
            String jobId = job.job().jobId();
            if (job.end().isEmpty()) {
                JobMaster master = create(jobId, job.job().graph(), job.job().submittedMillis());
                master.recover(job);
            } else {
                JobStore ofJob = store.job(jobId);
                ended.put(jobId, JobStatus.ended(job.job(), job.end().get(), term));
                background.run(
                        () -> {
                            ofJob.delete();
                            return true;
                        },
                        done -> {},
                        // Its end is on record; the folder stays behind for the next master to delete.
                        problem -> {});
            }
        }
        ready = true;
        registry.start();
        untilReady.forEach(Runnable::run);
        untilReady.clear();
    }

    /** Stops without ending the jobs: a master of a later term can go on with them. */
    public void stop() {
        loop.execute(() -> stop(new BlinkException(
                SchedulerErrorCode.MASTER_NOT_REACHABLE, "The master of term " + term + " has stopped.")));
    }

    private void stop(BlinkException reason) {
        if (stopped == null) {
            stopped = reason;
            jobs.values().forEach(job -> job.halt(reason));
            registry.stop();
            waitingForEnd.values().forEach(waiting -> waiting.forEach(future -> future.completeExceptionally(reason)));
            waitingForEnd.clear();
            untilReady.forEach(Runnable::run);
            untilReady.clear();
        }
    }

    @Override
    public void superseded(String proof) {
        if (stopped == null) {
            stop(new BlinkException(
                    SchedulerErrorCode.TERM_SUPERSEDED, "The master of term " + term + " has a successor: " + proof));
            onSuperseded.accept(proof);
        }
    }

    // ---- Workers

    @Override
    public void connected(WorkerLink link) {
        loop.execute(() -> {
            if (stopped == null) {
                registry.connected(link);
            } else {
                link.close();
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
            if (stopped != null || !registry.open(link)) {
                return;
            }
            if (message.getTerm() > term) {
                superseded("worker " + link.workerId() + " obeys term " + message.getTerm());
            } else if (ready) {
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
            return;
        }
        if (message.getTerm() < term) {
            return;
        }
        switch (message.getMessageCase()) {
            case HEARTBEAT -> {
                message.getHeartbeat().getTasksList().forEach(progress -> job(progress.getTask())
                        .ifPresent(job -> job.progress(progress)));
                registry.heartbeat(worker, message.getHeartbeat());
            }
            case TASK_STATE -> {
                registry.taskState(worker, message.getTaskState());
                job(message.getTaskState().getTask()).ifPresent(job -> job.taskState(message.getTaskState()));
            }
            case SPLIT_REQUEST ->
                job(message.getSplitRequest().getTask()).ifPresent(job -> job.splitsWanted(message.getSplitRequest()));
            case CHECKPOINT_ACKNOWLEDGED ->
                job(message.getCheckpointAcknowledged().getTask())
                        .ifPresent(job -> job.acknowledged(message.getCheckpointAcknowledged()));
            case CHECKPOINT_DECLINED ->
                job(message.getCheckpointDeclined().getTask())
                        .ifPresent(job -> job.declined(message.getCheckpointDeclined()));
            case PARTITION_UNAVAILABLE ->
                job(message.getPartitionUnavailable().getConsumer())
                        .ifPresent(job -> job.partitionUnavailable(message.getPartitionUnavailable()));
            default -> {}
        }
    }

    private Optional<JobMaster> job(TaskAttemptId task) {
        return Optional.ofNullable(jobs.get(task.getJobId()));
    }

    /** Whoever started the worker saw its process end. Any thread. */
    public void workerExited(String workerId, String reason) {
        loop.execute(() -> {
            RegisteredWorker worker = registry.worker(workerId);
            if (worker != null) {
                registry.lose(worker, reason);
            }
        });
    }

    /** What the provider can give has changed. Any thread. */
    public void workersChanged() {
        loop.execute(() -> registry.slots().assignSoon());
    }

    // ---- WorkerRegistry.Jobs

    @Override
    public boolean wants(TaskAttemptId task) {
        return job(task).filter(job -> job.wants(task)).isPresent();
    }

    @Override
    public boolean runs(String jobId) {
        return jobs.containsKey(jobId);
    }

    @Override
    public boolean holdsOn(String workerId) {
        return jobs.values().stream().anyMatch(job -> job.holdsOn(workerId));
    }

    @Override
    public void registered(RegisteredWorker worker, RegisterWorker registration) {
        List.copyOf(jobs.values()).forEach(job -> job.workerRegistered(worker, registration));
    }

    @Override
    public void lost(RegisteredWorker worker) {
        List.copyOf(jobs.values()).forEach(job -> job.workerLost(worker));
    }

    @Override
    public void reported(TaskReport report) {
        job(report.getTask()).ifPresent(job -> job.reported(report));
    }

    // ---- ClusterServices

    @Override
    public ActorLoop loop() {
        return loop;
    }

    @Override
    public BackgroundWork background() {
        return background;
    }

    @Override
    public int term() {
        return term;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public Connectors connectors() {
        return connectors;
    }

    @Override
    public SlotRequest requestSlots(
            String owner,
            int slotsMin,
            int slotsMax,
            List<String> preferredHosts,
            Consumer<List<SlotAddress>> granted) {
        return registry.slots().request(owner, slotsMin, slotsMax, preferredHosts, granted);
    }

    @Override
    public void withdraw(SlotRequest request) {
        registry.slots().withdraw(request);
    }

    @Override
    public void release(List<SlotAddress> slots) {
        registry.slots().release(slots);
    }

    @Override
    public Optional<RegisteredWorker> worker(String id) {
        return Optional.ofNullable(registry.worker(id));
    }

    @Override
    public Collection<RegisteredWorker> workers() {
        return registry.workers();
    }

    @Override
    public int slotsMax() {
        long most = (long) provider.workersMax() * provider.slotsPerWorker();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(most, registry.slots().totalSlots()));
    }

    @Override
    public String describeSlots() {
        return registry.slots().freeSlots() + " of " + registry.slots().totalSlots() + " slots are free, and "
                + provider.describe();
    }

    @Override
    public void declareLost(RegisteredWorker worker, String reason) {
        registry.lose(worker, reason);
    }

    // ---- Clients, on any thread

    /**
     * Takes a job. Completes once its plan is on record, so that it survives this master; a repeated call with the same id changes nothing.
     *
     * @param jobId chosen by the client, so that it can repeat a submission whose answer was lost
     */
    public CompletableFuture<String> submit(String jobId, JobGraph graph) {
        CompletableFuture<String> accepted = new CompletableFuture<>();
        inTurn(accepted, () -> {
            if (jobs.containsKey(jobId) || ended.containsKey(jobId)) {
                accepted.complete(jobId);
                return;
            }
            long now = loop.currentTimeMillis();
            JobStore ofJob = store.job(jobId);
            background.run(
                    () -> {
                        ofJob.writeJob(new JobRecord(jobId, now, graph));
                        return jobId;
                    },
                    id -> {
                        if (stopped == null && !jobs.containsKey(id)) {
                            create(id, graph, now).start();
                        }
                        accepted.complete(id);
                    },
                    problem -> notStored(graph, problem, accepted));
        });
        return accepted;
    }

    private void notStored(JobGraph graph, Exception problem, CompletableFuture<String> accepted) {
        if (problem instanceof BlinkException known) {
            if (known.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
                superseded(known.getMessage());
            }
            accepted.completeExceptionally(known);
        } else {
            accepted.completeExceptionally(new BlinkException(
                    SchedulerErrorCode.JOB_STORE_UNAVAILABLE,
                    "Job '" + graph.name() + "' cannot be put on record: " + problem.getMessage(),
                    problem));
        }
    }

    private JobMaster create(String jobId, JobGraph graph, long submittedMillis) {
        JobMaster job = new JobMaster(jobId, graph, submittedMillis, this, store.job(jobId), this);
        jobs.put(jobId, job);
        return job;
    }

    @Override
    public void jobEnded(JobMaster job) {
        ended.put(job.jobId(), job.status());
        jobs.remove(job.jobId());
        waitingForEnd.getOrDefault(job.jobId(), List.of()).forEach(future -> future.complete(job.status()));
        waitingForEnd.remove(job.jobId());
        if (ended.size() > ENDED_JOBS_KEPT) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    public CompletableFuture<JobStatus> status(String jobId) {
        return ask(() -> {
            JobMaster job = jobs.get(jobId);
            JobStatus status = job == null ? ended.get(jobId) : job.status();
            if (status == null) {
                throw unknown(jobId);
            }
            return status;
        });
    }

    /** Completes with the job's last status when it has ended, however it ended. */
    public CompletableFuture<JobStatus> ended(String jobId) {
        CompletableFuture<JobStatus> end = new CompletableFuture<>();
        inTurn(end, () -> {
            if (jobs.containsKey(jobId)) {
                waitingForEnd.computeIfAbsent(jobId, id -> new ArrayList<>()).add(end);
            } else if (ended.containsKey(jobId)) {
                end.complete(ended.get(jobId));
            } else {
                throw unknown(jobId);
            }
        });
        return end;
    }

    private BlinkException unknown(String jobId) {
        return new BlinkException(
                SchedulerErrorCode.JOB_NOT_FOUND,
                "There is no job '" + jobId + "'; running: " + jobs.keySet() + ", ended: " + ended.size() + ".");
    }

    /** Running jobs and the latest ended ones, in the order in which they came. */
    public CompletableFuture<List<JobStatus>> list() {
        return ask(() -> {
            List<JobStatus> all = new ArrayList<>(ended.values());
            jobs.values().forEach(job -> all.add(job.status()));
            all.sort(java.util.Comparator.comparingLong(JobStatus::submittedMillis));
            return all;
        });
    }

    /** Asks the job to end; {@link #status} tells when it has. Nothing if it has ended. */
    public CompletableFuture<Void> cancel(String jobId) {
        return ask(() -> {
            if (jobs.containsKey(jobId)) {
                jobs.get(jobId).cancel();
            } else if (!ended.containsKey(jobId)) {
                throw unknown(jobId);
            }
            return null;
        });
    }

    /** Completes when the job's result can be read, or fails as the job fails. */
    public CompletableFuture<ResultLocation> resultLocation(String jobId) {
        return ask(() -> running(jobId).resultLocation()).thenCompose(Function.identity());
    }

    private JobMaster running(String jobId) {
        JobMaster job = jobs.get(jobId);
        if (job != null) {
            return job;
        }
        JobStatus status = ended.get(jobId);
        if (status == null) {
            throw unknown(jobId);
        }
        throw status.failure()
                .orElseGet(() -> new BlinkException(
                        SchedulerErrorCode.NO_RESULT, "Job '" + status.name() + "' has ended; its result is gone."));
    }

    /** The client needs no more of the result. */
    public CompletableFuture<Void> resultConsumed(String jobId) {
        return ask(() -> {
            if (jobs.containsKey(jobId)) {
                jobs.get(jobId).resultConsumed();
            }
            return null;
        });
    }

    /** The result could not be read from that producer, before any row of it was handed on. */
    public CompletableFuture<Void> resultUnavailable(String jobId, TaskAttemptId producer) {
        return ask(() -> {
            if (jobs.containsKey(jobId)) {
                jobs.get(jobId).resultUnavailable(producer);
            }
            return null;
        });
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inTurn(answer, () -> answer.complete(question.get()));
        return answer;
    }

    private void inTurn(CompletableFuture<?> answer, Runnable work) {
        Runnable turn = () -> {
            try {
                if (stopped != null) {
                    throw stopped;
                }
                work.run();
            } catch (BlinkException e) {
                answer.completeExceptionally(e);
            }
        };
        loop.execute(() -> {
            if (ready || stopped != null) {
                turn.run();
            } else {
                untilReady.add(turn);
            }
        });
    }
}
