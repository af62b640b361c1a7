package io.blink.scheduler.worker;

import io.blink.core.config.Configuration;
import io.blink.runtime.control.CancelTask;
import io.blink.runtime.control.Heartbeat;
import io.blink.runtime.control.HeartbeatAnswer;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.ReleaseJob;
import io.blink.runtime.control.StopWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerLink;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ActorLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which workers there are. A worker comes with its registration, is silent for at most the heartbeat timeout, may lose its connection for a moment, and leaves by
 * being lost or told to stop. In turns of the master's loop.
 */
public final class WorkerRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistry.class);
    private static final Duration TICK = Duration.ofMillis(500);

    /** What the registry has to know of jobs, and whom it tells. */
    public interface Jobs {
        boolean wants(TaskAttemptId task);

        boolean runs(String jobId);

        boolean holdsOn(String workerId);

        void registered(RegisteredWorker worker, RegisterWorker registration);

        void lost(RegisteredWorker worker);

        void reported(TaskReport report);
    }

    private final ActorLoop loop;
    private final int term;
    private final SlotProvider provider;
    private final Jobs jobs;
    private final SlotPool slots;
    private final Duration heartbeatInterval;
    private final Duration heartbeatTimeout;
    private final Duration orphanTimeout;
    private final Duration reconnectGrace;
    private final Duration idleTimeout;
    private final int spares;
    private final Map<String, RegisteredWorker> workers = new LinkedHashMap<>();
    /** Open connections, in the order in which they came; of two of one worker the later one counts. */
    private final Set<WorkerLink> links = new LinkedHashSet<>();

    private boolean stopped;

    public WorkerRegistry(ActorLoop loop, int term, SlotProvider provider, Configuration configuration, Jobs jobs) {
        this.loop = loop;
        this.term = term;
        this.provider = provider;
        this.jobs = jobs;
        this.slots = new SlotPool(loop, provider, workers::values, configuration);
        this.heartbeatInterval = configuration.get(SchedulerOptions.HEARTBEAT_INTERVAL);
        this.heartbeatTimeout = configuration.get(SchedulerOptions.HEARTBEAT_TIMEOUT);
        this.orphanTimeout = configuration.get(SchedulerOptions.ORPHAN_TIMEOUT);
        this.reconnectGrace = configuration.get(SchedulerOptions.RECONNECT_GRACE);
        this.idleTimeout = configuration.get(SchedulerOptions.WORKER_IDLE_TIMEOUT);
        this.spares = configuration.get(SchedulerOptions.SPARE_WORKERS);
    }

    public SlotPool slots() {
        return slots;
    }

    public Collection<RegisteredWorker> workers() {
        return List.copyOf(workers.values());
    }

    public RegisteredWorker worker(String id) {
        return workers.get(id);
    }

    public void start() {
        loop.schedule(TICK, this::tick);
    }

    public void stop() {
        stopped = true;
        List.copyOf(links).forEach(WorkerLink::close);
    }

    private MasterMessage.Builder message() {
        return MasterMessage.newBuilder().setTerm(term);
    }

    // ---- Connections

    public void connected(WorkerLink link) {
        links.add(link);
    }

    public boolean open(WorkerLink link) {
        return links.contains(link);
    }

    public void disconnected(WorkerLink link) {
        links.remove(link);
        RegisteredWorker worker = workers.get(link.workerId());
        if (worker == null || worker.link() != link) {
            return;
        }
        worker.link(null);
        if (worker.missedSince(loop.nanoTime() - reconnectGrace.toNanos())) {
            loseDisconnected(worker, Duration.ZERO, "its connections to the master and to a peer broke");
        } else {
            loseDisconnected(worker, reconnectGrace, "its connection broke");
        }
    }

    /** A peer has lost its connection to the worker. Whoever loses the one to the master too, before or right after, has died: nobody waits for it to come back. */
    public void missed(RegisteredWorker worker) {
        worker.missed(loop.nanoTime());
        loseDisconnected(worker, Duration.ZERO, "its connections to the master and to a peer broke");
    }

    private void loseDisconnected(RegisteredWorker worker, Duration wait, String reason) {
        loop.schedule(wait, () -> {
            if (workers.get(worker.id()) == worker && worker.link() == null) {
                lose(worker, reason);
            }
        });
    }

    public void register(WorkerLink link, RegisterWorker registration) {
        RegisteredWorker known = workers.get(link.workerId());
        if (known != null && known.processId() != registration.getProcessId()) {
            lose(known, "it was started again");
            known = null;
        }
        if (known != null && known.link() != null && known.link() != link && isOlder(link, known.link())) {
            return;
        }
        if (known == null || known.link() != link) {
            LOG.info(
                    "Worker {} of host {} has registered with {} tasks and {} partitions",
                    link.workerId(),
                    registration.getHost(),
                    registration.getRunningTasksCount(),
                    registration.getPartitionsCount());
        }
        RegisteredWorker worker =
                known == null ? new RegisteredWorker(link.workerId(), registration, link, loop.nanoTime()) : known;
        workers.put(worker.id(), worker);
        worker.link(link);
        worker.heard(loop.nanoTime());
        worker.send(message()
                .setWorkerAccepted(WorkerAccepted.newBuilder()
                        .setHeartbeatIntervalMillis(heartbeatInterval.toMillis())
                        .setLeaseMillis(heartbeatTimeout.toMillis())
                        .setOrphanMillis(orphanTimeout.toMillis()))
                .build());
        jobs.registered(worker, registration);
        lookForLeftovers(worker, registration.getRunningTasksList());
        releaseEndedJobs(worker, registration);
        if (known == null) {
            slots.workerCame();
        } else {
            slots.assignSoon();
        }
    }

    private boolean isOlder(WorkerLink link, WorkerLink than) {
        for (WorkerLink open : links) {
            if (open == link || open == than) {
                return open == link;
            }
        }
        return true;
    }

    /** What runs there and nobody wants is canceled; until it has ended the worker gets nothing new. */
    private void lookForLeftovers(RegisteredWorker worker, List<TaskReport> reports) {
        Set<TaskAttemptId> running = new HashSet<>();
        for (TaskReport report : reports) {
            boolean runs = report.getState() == TaskState.STARTING || report.getState() == TaskState.RUNNING;
            if (runs && !jobs.wants(report.getTask())) {
                running.add(report.getTask());
                worker.send(message()
                        .setCancelTask(CancelTask.newBuilder().setTask(report.getTask()))
                        .build());
            }
        }
        worker.leftovers().clear();
        worker.leftovers().addAll(running);
    }

    private void releaseEndedJobs(RegisteredWorker worker, RegisterWorker registration) {
        Set<String> known = new LinkedHashSet<>();
        registration
                .getRunningTasksList()
                .forEach(report -> known.add(report.getTask().getJobId()));
        registration
                .getPartitionsList()
                .forEach(partition -> known.add(partition.getProducer().getJobId()));
        known.stream()
                .filter(jobId -> !jobs.runs(jobId))
                .forEach(jobId -> worker.send(message()
                        .setReleaseJob(ReleaseJob.newBuilder().setJobId(jobId))
                        .build()));
    }

    // ---- What workers say

    /** The registered worker behind the connection, or {@code null}: then it shall register again. */
    public RegisteredWorker heard(WorkerLink link) {
        RegisteredWorker worker = workers.get(link.workerId());
        if (worker == null || worker.link() != link) {
            return null;
        }
        worker.heard(loop.nanoTime());
        return worker;
    }

    public void heartbeat(RegisteredWorker worker, Heartbeat heartbeat) {
        worker.send(message()
                .setHeartbeatAnswer(HeartbeatAnswer.newBuilder().setSequence(heartbeat.getSequence()))
                .build());
        boolean had = !worker.leftovers().isEmpty();
        lookForLeftovers(worker, heartbeat.getStatesList());
        heartbeat.getStatesList().forEach(jobs::reported);
        if (had && worker.leftovers().isEmpty()) {
            slots.assignSoon();
        }
    }

    public void taskState(RegisteredWorker worker, TaskStateChanged change) {
        boolean ended = change.getState() != TaskState.STARTING && change.getState() != TaskState.RUNNING;
        if (ended && worker.leftovers().remove(change.getTask())) {
            slots.assignSoon();
        }
    }

    // ---- Leaving

    public void lose(RegisteredWorker worker, String reason) {
        if (workers.get(worker.id()) != worker) {
            return;
        }
        LOG.warn("Worker {} counts as lost: {}", worker.id(), reason);
        workers.remove(worker.id());
        WorkerLink link = worker.link();
        worker.markLost();
        if (link != null) {
            link.close();
        }
        jobs.lost(worker);
        slots.assignSoon();
    }

    private void tick() {
        if (stopped) {
            return;
        }
        long now = loop.nanoTime();
        List<RegisteredWorker> silent = new ArrayList<>();
        for (RegisteredWorker worker : workers.values()) {
            if (now - worker.heardNanos() > heartbeatTimeout.toNanos()) {
                silent.add(worker);
            }
        }
        silent.forEach(worker -> lose(worker, "it has said nothing for " + heartbeatTimeout.toSeconds() + " s"));
        if (provider.releasesIdleWorkers() && slots.nobodyWaits()) {
            releaseIdle(now);
        }
        loop.schedule(TICK, this::tick);
    }

    private void releaseIdle(long now) {
        List<RegisteredWorker> idle = new ArrayList<>();
        for (RegisteredWorker worker : workers()) {
            if (!worker.idle() || jobs.holdsOn(worker.id())) {
                worker.busy(now);
            } else {
                idle.add(worker);
            }
        }
        int kept = SpareWorkers.kept(spares, workers.size() - idle.size());
        for (RegisteredWorker worker : idle.subList(Math.min(kept, idle.size()), idle.size())) {
            if (now - worker.idleSinceNanos() > idleTimeout.toNanos()) {
                LOG.info("Worker {} has been idle for {} s and is released", worker.id(), idleTimeout.toSeconds());
                worker.send(message()
                        .setStopWorker(StopWorker.newBuilder()
                                .setReason("it has been idle for " + idleTimeout.toSeconds() + " s"))
                        .build());
                workers.remove(worker.id());
                worker.markLost();
                provider.release(worker.id());
            }
        }
    }
}
