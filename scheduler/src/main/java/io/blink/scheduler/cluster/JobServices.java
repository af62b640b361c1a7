package io.blink.scheduler.cluster;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import io.blink.scheduler.worker.SlotAddress;
import io.blink.scheduler.worker.SlotPreference;
import io.blink.scheduler.worker.SlotRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The cluster as one job uses it: every turn that comes of what the job asked for counts as that job's. */
final class JobServices implements ClusterServices {
    private final String jobId;
    private final ClusterServices cluster;
    private final JobTurns turns;
    private final ActorLoop loop;
    private final BackgroundWork background;

    JobServices(String jobId, ClusterServices cluster, JobTurns turns) {
        this.jobId = jobId;
        this.cluster = cluster;
        this.turns = turns;
        this.loop = new JobLoop(cluster.loop());
        this.background = cluster.background().answeringIn(loop);
    }

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
        return cluster.term();
    }

    @Override
    public Configuration configuration() {
        return cluster.configuration();
    }

    @Override
    public Connectors connectors() {
        return cluster.connectors();
    }

    @Override
    public SlotRequest requestSlots(
            String owner, int slotsMin, int slotsMax, SlotPreference preference, Consumer<List<SlotAddress>> granted) {
        return cluster.requestSlots(
                owner, slotsMin, slotsMax, preference, slots -> turns.run(jobId, () -> granted.accept(slots)));
    }

    @Override
    public void withdraw(SlotRequest request) {
        cluster.withdraw(request);
    }

    @Override
    public void release(List<SlotAddress> slots) {
        cluster.release(slots);
    }

    @Override
    public Optional<RegisteredWorker> worker(String id) {
        return cluster.worker(id);
    }

    @Override
    public Collection<RegisteredWorker> workers() {
        return cluster.workers();
    }

    @Override
    public int slotsMax() {
        return cluster.slotsMax();
    }

    @Override
    public String describeSlots() {
        return cluster.describeSlots();
    }

    @Override
    public void declareLost(RegisteredWorker worker, String reason) {
        cluster.declareLost(worker, reason);
    }

    @Override
    public void missed(RegisteredWorker worker) {
        cluster.missed(worker);
    }

    @Override
    public void superseded(String proof) {
        cluster.superseded(proof);
    }

    private final class JobLoop implements ActorLoop {
        private final ActorLoop all;

        JobLoop(ActorLoop all) {
            this.all = all;
        }

        @Override
        public void execute(Runnable turn) {
            all.execute(() -> turns.run(jobId, turn));
        }

        @Override
        public Timer schedule(Duration delay, Runnable turn) {
            return all.schedule(delay, () -> turns.run(jobId, turn));
        }

        @Override
        public long nanoTime() {
            return all.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return all.currentTimeMillis();
        }
    }
}
