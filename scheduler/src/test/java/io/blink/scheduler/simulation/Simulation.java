package io.blink.scheduler.simulation;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.Failure;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.cluster.Dispatcher;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.store.EndRecord;
import io.blink.scheduler.store.JobRecord;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.worker.FixedWorkers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** One history of a cluster, given by its seed: a time with faults, then one without, by whose end every job must have finished with exactly its rows. */
final class Simulation implements StoppingClient.Surroundings {
    private static final long SECOND = 1_000_000_000L;
    private static final long FAULTY_NANOS = 9 * SECOND;
    private static final long HEALED_NANOS = 240 * SECOND;
    private static final int SLOTS = 2;
    /** A job that ends each master that runs it. */
    private static final String POISONED = "poisoned";

    private static final Configuration SETTINGS = new Configuration(Map.ofEntries(
            Map.entry("heartbeat.interval", "500 ms"),
            Map.entry("heartbeat.timeout", "4 s"),
            Map.entry("blink.worker.orphan-timeout", "40 s"),
            Map.entry("task.cancellation.timeout", "10 s"),
            Map.entry("execution.batch.job-recovery.previous-worker.recovery.timeout", "5 s"),
            Map.entry("execution.batch.job-recovery.snapshot.min-pause", "100 ms"),
            Map.entry("restart-strategy.exponential-delay.initial-backoff", "200 ms"),
            Map.entry("restart-strategy.exponential-delay.max-backoff", "2 s"),
            Map.entry("execution.checkpointing.timeout", "5 s"),
            Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "5"),
            Map.entry("restart-strategy.exponential-delay.attempts-before-reset-backoff", "30")));

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final Warehouse warehouse = new Warehouse();
    private final MemoryFileSystem files;
    private final DataPlane dataPlane;
    private final SimulatedNetwork network;
    private final List<SimulatedMaster> masters = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<SimulatedWorker, SimulatedNetwork.Connection> connections = new LinkedHashMap<>();
    private final Map<String, JobGraph> jobs = new TreeMap<>();
    private final Map<String, JobStatus> ends = new TreeMap<>();
    private final Map<String, Boolean> accepted = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<StoppingClient> stopping = new ArrayList<>();
    private final int workersWanted;
    private boolean faulty = true;
    private boolean filesFail;
    private int taskFailuresLeft;
    private int readyTerm;
    private int workersStarted;

    Simulation(long seed) {
        random = new Random(seed);
        workersWanted = 2 + random.nextInt(3);
        taskFailuresLeft = random.nextInt(4);
        files = new MemoryFileSystem(() -> filesFail && random.nextInt(4) == 0, this::checkFence);
        network = new SimulatedNetwork(time, random, () -> faulty);
        dataPlane = new DataPlane(
                time, random, this::checkSplits, this::taskFailure, () -> faulty && random.nextInt(40) == 0);
    }

    /** What was decided about stages of the jobs, as far as the clients saw it. */
    List<String> decisions() {
        return ends.values().stream().flatMap(end -> end.decisions().stream()).toList();
    }

    List<String> faults() {
        return faults;
    }

    /** Runs to the end; throws what went wrong. */
    void run() {
        startMaster();
        for (int i = 0; i < workersWanted; i++) {
            startWorker();
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = "job" + i;
            jobs.put(id, SimulatedJobs.random(id, random));
            time.after(random.nextInt(2_000_000_000), () -> submit(id));
            stopSometimes(id);
        }
        plantMistakes();
        time.after(SECOND / 5, this::reconnect);
        time.after(SECOND / 10, this::watch);
        nextFault();
        time.after(FAULTY_NANOS, this::heal);
        long deadline = time.nowNanos() + FAULTY_NANOS + HEALED_NANOS;
        while (!done() && time.nowNanos() < deadline && time.step()) {
            // Invariants are checked where things happen.
        }
        check();
    }

    private void stopSometimes(String jobId) {
        if (StoppingClient.canStop(jobs.get(jobId)) && random.nextInt(3) > 0) {
            StoppingClient client = new StoppingClient(jobId, jobs.get(jobId), time, random, this);
            stopping.add(client);
            time.after(500_000_000L + random.nextInt(2_000_000_000), client::ask);
        }
    }

    @Override
    public boolean accepted(String jobId) {
        return accepted.getOrDefault(jobId, false);
    }

    @Override
    public boolean complete(String jobId) {
        return warehouse.rows(jobId).equals(SimulatedJobs.expected(jobs.get(jobId)));
    }

    @Override
    public void submitLater(String jobId, JobGraph graph) {
        jobs.put(jobId, graph);
        time.after(random.nextInt(500_000_000), () -> submit(jobId));
    }

    /** In some histories turns of the master throw: once for a job that can go on, or ever again for one that cannot. */
    private void plantMistakes() {
        int kind = random.nextInt(8);
        if (kind == 0) {
            warehouse.plantMistakes("job0", 1);
            note("the first look at the splits of job0 ends its master");
        } else if (kind == 1) {
            warehouse.plantMistakes(POISONED, Integer.MAX_VALUE);
            jobs.put(POISONED, SimulatedJobs.random(POISONED, random));
            note("each look at the splits of " + POISONED + " ends its master");
            time.after(random.nextInt(2_000_000_000), () -> submit(POISONED));
        }
    }

    private boolean done() {
        return !faulty && ends.size() == jobs.size() && stopping.stream().allMatch(StoppingClient::settled);
    }

    private void check() {
        for (Map.Entry<String, JobGraph> job : jobs.entrySet()) {
            JobStatus end = ends.get(job.getKey());
            if (end == null) {
                throw new SimulationViolation("job " + job.getKey() + " has not ended " + HEALED_NANOS / SECOND
                        + " s after the last fault: " + current());
            }
            if (job.getKey().equals(POISONED)) {
                checkGivenUp(end);
                continue;
            }
            if (end.state() != JobState.FINISHED) {
                throw new SimulationViolation("job " + job.getKey() + " is " + end.state() + ": " + end.message());
            }
            var rows = warehouse.rows(job.getKey());
            var expected = SimulatedJobs.expected(job.getValue());
            if (!rows.equals(expected)) {
                var missing = new java.util.TreeSet<>(expected);
                missing.removeAll(rows);
                throw new SimulationViolation(
                        "job " + job.getKey() + " committed " + rows.size() + " rows of " + expected.size()
                                + "; missing " + missing.stream().limit(5).toList());
            }
        }
    }

    private void checkGivenUp(JobStatus end) {
        if (end.state() != JobState.FAILED || !warehouse.rows(POISONED).isEmpty()) {
            throw new SimulationViolation("the job that ends masters is " + end.state() + ": " + end.message());
        }
    }

    private String current() {
        List<String> states = new ArrayList<>();
        newest().dispatcher()
                .requests()
                .list()
                .thenAccept(list -> list.forEach(status -> states.add(status.toString())));
        for (int i = 0; i < 1000 && states.isEmpty(); i++) {
            time.step();
        }
        return states.toString();
    }

    // ---- Processes

    @Override
    public SimulatedMaster newest() {
        return masters.get(masters.size() - 1);
    }

    private void startMaster() {
        int term = masters.size() + 1;
        SimulatedProcess process = new SimulatedProcess("master " + term, time, random);
        Connectors connectors = new Connectors(List.of(warehouse), new FileSystems(List.of(), Configuration.empty()));
        Dispatcher dispatcher = new Dispatcher(
                term,
                SETTINGS,
                process,
                process.ioThreads(),
                new MasterStore(files, "/ha", term),
                connectors,
                term % 2 == 0 ? new FixedWorkers(SLOTS, 8) : new FullCluster(SLOTS, 8),
                problem -> ended(process, problem));
        masters.add(new SimulatedMaster(term, process, dispatcher));
        dispatcher.start();
        var unused = dispatcher.requests().list().thenAccept(list -> readyTerm = Math.max(readyTerm, term));
    }

    private void ended(SimulatedProcess master, BlinkException problem) {
        if (problem.code() == SchedulerErrorCode.MASTER_FAILED) {
            if (!(problem.getCause() instanceof PlantedMistake)) {
                throw new SimulationViolation(problem.getMessage(), problem.getCause());
            }
            note("the planted mistake ends " + master.name());
            masters.stream().filter(ended -> ended.process() == master).forEach(this::replaceSoon);
        }
        master.kill();
    }

    private void startWorker() {
        int number = ++workersStarted;
        SimulatedProcess process = new SimulatedProcess("worker " + number, time, random);
        workers.add(new SimulatedWorker("w" + number, number, SLOTS, process, dataPlane));
    }

    /** Workers look for the newest master, as they do in the cluster. */
    private void reconnect() {
        workers.removeIf(worker -> !worker.process().alive());
        while (workers.size() < workersWanted) {
            startWorker();
        }
        for (SimulatedWorker worker : workers) {
            SimulatedNetwork.Connection connection = connections.get(worker);
            boolean connected = connection != null && connection.open() && connection.master() == newest();
            if (!connected && worker.process().running() && newest().process().running() && random.nextInt(3) > 0) {
                connections.put(worker, network.connect(worker, newest()));
            }
        }
        time.after(SECOND / 5, this::reconnect);
    }

    // ---- The client

    private void submit(String jobId) {
        SimulatedMaster master = newest();
        if (master.process().running()) {
            var unused = master.dispatcher()
                    .requests()
                    .submit(jobId, jobs.get(jobId))
                    .whenComplete((id, problem) -> accepted.merge(jobId, problem == null, Boolean::logicalOr));
        }
        time.after(SECOND, () -> {
            if (!accepted.getOrDefault(jobId, false)) {
                submit(jobId);
            }
        });
    }

    private void watch() {
        SimulatedMaster master = newest();
        if (master.process().running() && readyTerm == master.term()) {
            for (String jobId : List.copyOf(jobs.keySet())) {
                if (accepted.getOrDefault(jobId, false) && !ends.containsKey(jobId)) {
                    watch(master, jobId);
                }
            }
        }
        time.after(SECOND / 10, this::watch);
    }

    private void watch(SimulatedMaster master, String jobId) {
        var unused = master.dispatcher().requests().status(jobId).whenComplete((status, problem) -> {
            if (status != null && status.state().ended()) {
                ends.putIfAbsent(jobId, status);
            } else if (problem instanceof BlinkException known && known.code() == SchedulerErrorCode.JOB_NOT_FOUND) {
                // It ended under a master that died before the client heard of it; what it committed tells how.
                ends.putIfAbsent(
                        jobId,
                        JobStatus.ended(
                                new JobRecord(jobId, 0, jobs.get(jobId)),
                                new EndRecord(jobId.equals(POISONED) ? "FAILED" : "FINISHED", 0, null, null),
                                master.term()));
            }
        });
    }

    // ---- Faults

    private void nextFault() {
        time.after(200_000_000L + random.nextInt(1_500_000_000), () -> {
            if (faulty) {
                inject();
                nextFault();
            }
        });
    }

    private void inject() {
        switch (random.nextInt(10)) {
            case 0, 1 -> killWorker();
            case 2, 3 -> breakConnection();
            case 4, 5 -> pauseWorker();
            case 6 -> endMaster(random.nextBoolean());
            case 7 -> pauseMaster();
            default -> failFiles();
        }
    }

    @Override
    public void note(String fault) {
        faults.add(time.nowMillis() + " ms " + fault);
    }

    private void killWorker() {
        SimulatedWorker worker = workers.get(random.nextInt(workers.size()));
        note("kill " + worker.id());
        worker.process().kill();
        breakOff(worker);
    }

    private void breakOff(SimulatedWorker worker) {
        if (connections.containsKey(worker)) {
            connections.get(worker).breakOff();
        }
    }

    private void breakConnection() {
        SimulatedWorker worker = workers.get(random.nextInt(workers.size()));
        note("break the connection of " + worker.id());
        breakOff(worker);
    }

    private void pauseWorker() {
        SimulatedWorker worker = workers.get(random.nextInt(workers.size()));
        long millis = 100 + random.nextInt(8_000);
        note("pause " + worker.id() + " for " + millis + " ms");
        worker.process().pause();
        time.after(millis * 1_000_000, () -> worker.process().resume());
    }

    /** @param orderly stopped in the middle of what it does, and there to see the answers; else killed */
    private void endMaster(boolean orderly) {
        SimulatedMaster master = newest();
        note((orderly ? "stop master " : "kill master ") + master.term());
        if (orderly) {
            master.dispatcher().stop();
        } else {
            master.process().kill();
        }
        replaceSoon(master);
    }

    private void replaceSoon(SimulatedMaster master) {
        connections.values().stream()
                .filter(connection -> connection.master() == master)
                .forEach(SimulatedNetwork.Connection::breakOff);
        time.after(200_000_000L + random.nextInt(1_500_000_000), () -> succeed(master));
    }

    private void pauseMaster() {
        SimulatedMaster master = newest();
        if (!master.process().running()) {
            return;
        }
        long millis = 300 + random.nextInt(9_000);
        note("pause master " + master.term() + " for " + millis + " ms, its successor starts meanwhile");
        master.process().pause();
        time.after(random.nextInt(1_500_000_000), () -> succeed(master));
        time.after(millis * 1_000_000, () -> master.process().resume());
    }

    private void succeed(SimulatedMaster master) {
        if (newest() == master) {
            startMaster();
        }
    }

    private void failFiles() {
        note("files fail for a while");
        filesFail = true;
        time.after(300_000_000L + random.nextInt(700_000_000), () -> filesFail = false);
    }

    private Optional<Failure> taskFailure(int steps) {
        if (faulty && taskFailuresLeft > 0 && random.nextInt(400) == 0) {
            taskFailuresLeft--;
            note("a task fails at its step " + steps);
            return Optional.of(SimulatedTask.failure("it fails as it should"));
        }
        return Optional.empty();
    }

    private void heal() {
        faulty = false;
        filesFail = false;
        workers.forEach(worker -> {
            if (worker.process().paused()) {
                worker.process().resume();
            }
        });
        masters.forEach(master -> {
            if (master.process().paused()) {
                master.process().resume();
            }
        });
        if (!newest().process().alive()) {
            startMaster();
        }
    }

    // ---- Invariants

    /** Once a master has taken over, nothing is published by one of a lower term. */
    private void checkFence(String from, String to) {
        int writing = from.indexOf("/writing-");
        if (writing > 0) {
            int term = Integer.parseInt(from.substring(from.lastIndexOf('/', writing - 1) + 1, writing));
            if (term < readyTerm) {
                throw new SimulationViolation(
                        "term " + term + " published " + to + " after term " + readyTerm + " took over");
            }
        }
    }

    /** No split is with two attempts of one output that both count. */
    private void checkSplits(SimulatedTask task) {
        SimulatedMaster master = newest();
        if (readyTerm != master.term() || !master.dispatcher().wants(task.id())) {
            return;
        }
        for (SimulatedTask other : dataPlane.tasks()) {
            boolean same = other != task
                    && other.id().getJobId().equals(task.id().getJobId())
                    && other.id().getVertexId() == task.id().getVertexId();
            if (same && !other.ended() && master.dispatcher().wants(other.id())) {
                for (String split : task.splitsGiven()) {
                    if (other.splitsGiven().contains(split)) {
                        throw new SimulationViolation(
                                "split " + split + " is with " + task.id() + " and with " + other.id());
                    }
                }
            }
        }
    }
}
