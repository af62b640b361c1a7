package io.blink.benchmarks.nexmark;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.testing.peers.PeerAnswer;
import io.blink.testing.peers.StatementLoop;
import java.util.Map;

/**
 * One run of a query.
 *
 * @param cpuSeconds of the process, with collector and compiler
 * @param checkpointMillis of the longest one
 * @param stateBytes of the largest checkpoint
 * @param failure why it did not end, or empty
 */
record NexmarkRun(
        String engine,
        String query,
        long events,
        long rate,
        int threads,
        int run,
        double seconds,
        double cpuSeconds,
        long checkpoints,
        long checkpointMillis,
        long stateBytes,
        String failure) {
    static NexmarkRun of(
            NexmarkEngine engine, NexmarkQuery query, NexmarkTables data, int threads, int run, PeerAnswer answer) {
        double seconds = 0;
        Map<String, Long> figures = Map.of();
        String failure = "";
        if (answer instanceof PeerAnswer.Done done) {
            seconds = done.time().toNanos() / 1e9;
            figures = done.figures();
        } else if (answer instanceof PeerAnswer.Failed failed) {
            failure = failed.message();
        } else if (answer instanceof PeerAnswer.Gone gone) {
            failure = gone.message();
        }
        return new NexmarkRun(
                engine.label(),
                query.id(),
                data.events(),
                data.rate(),
                threads,
                run,
                seconds,
                figures.getOrDefault(StatementLoop.CPU_NANOS, 0L) / 1e9,
                figures.getOrDefault(StatementLoop.CHECKPOINTS, 0L),
                figures.getOrDefault(StatementLoop.CHECKPOINT_MILLIS, 0L),
                figures.getOrDefault(StatementLoop.STATE_BYTES, 0L),
                failure);
    }

    @JsonIgnore
    boolean ok() {
        return failure.isEmpty();
    }

    /** Events a second and core that was busy. */
    @JsonIgnore
    double eventsPerCoreSecond() {
        return events / cpuSeconds;
    }
}
