package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.actor.OrderedWork;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.worker.ClusterServices;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** What one job puts on record, in order, on I/O threads. A write that a later master has shut out stops this one. In turns. */
final class StoreWrites {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int RETRIES_MAX = 30;

    /** Writes through a store; may block. */
    @FunctionalInterface
    interface Write {
        void to(JobStore store) throws IOException;
    }

    private final JobStore store;
    private final OrderedWork work;
    private final ClusterServices cluster;
    private final JobLife life;

    StoreWrites(JobStore store, ClusterServices cluster, JobLife life) {
        this.store = store;
        this.work = new OrderedWork(cluster.background());
        this.cluster = cluster;
        this.life = life;
    }

    /** For whoever writes in the same order. */
    OrderedWork work() {
        return work;
    }

    /** Tried once, before the job counts: also that a later master has shut this one out is the caller's to know. */
    void first(Write write, Runnable done, Consumer<Exception> failed) {
        work.run(
                () -> {
                    write.to(store);
                    return true;
                },
                written -> done.run(),
                failed);
    }

    /** Tried once. */
    void write(Write write, Runnable done, Consumer<Exception> failed) {
        work.run(
                () -> {
                    write.to(store);
                    return true;
                },
                written -> done.run(),
                problem -> {
                    if (!stopIfSuperseded(problem)) {
                        failed.accept(problem);
                    }
                });
    }

    /** Tried again for half a minute. */
    void insist(Write write, Runnable done, Consumer<Exception> failed) {
        insist(write, done, failed, 0);
    }

    private void insist(Write write, Runnable done, Consumer<Exception> failed, int tries) {
        write(write, done, problem -> {
            if (life.halted()) {
                return;
            }
            if (tries < RETRIES_MAX) {
                cluster.loop().schedule(RETRY, () -> insist(write, done, failed, tries + 1));
            } else {
                failed.accept(problem);
            }
        });
    }

    private boolean stopIfSuperseded(Exception problem) {
        boolean superseded =
                problem instanceof BlinkException known && known.code() == SchedulerErrorCode.TERM_SUPERSEDED;
        if (superseded) {
            cluster.superseded(problem.getMessage());
        }
        return superseded;
    }
}
