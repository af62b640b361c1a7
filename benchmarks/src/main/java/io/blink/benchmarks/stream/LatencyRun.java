package io.blink.benchmarks.stream;

import io.blink.benchmarks.stream.LatencyJob.Shape;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run of a job at a rate.
 *
 * @param checkpointInterval empty: none
 * @param commit from when rows were due to when their checkpoint was committed; empty without checkpoints
 * @param pauses of the machine in the same time
 */
record LatencyRun(
        LatencyJob job,
        long rate,
        String checkpointInterval,
        long checkpoints,
        Histogram emission,
        Histogram commit,
        Histogram pauses) {
    /**
     * Blocks for as long as the stream lasts.
     *
     * @param warmUpSeconds of the shape's, at the beginning, that are not counted
     * @param settings of the engine
     */
    static LatencyRun of(
            LatencyJob job, Shape shape, long warmUpSeconds, String checkpointInterval, Map<String, String> settings)
            throws InterruptedException {
        Instant now = Instant.now();
        long from = TimeUnit.SECONDS.toMicros(now.getEpochSecond() + warmUpSeconds) + now.getNano() / 1000;
        EmissionLatency emission = new EmissionLatency(from);
        EmissionLatency commit = new EmissionLatency(from);
        Map<String, String> all = new HashMap<>(settings);
        all.put("execution.runtime-mode", "streaming");
        if (!checkpointInterval.isEmpty()) {
            all.put("execution.checkpointing.interval", checkpointInterval);
        }
        try (HiccupMeter hiccups = new HiccupMeter(TimeUnit.SECONDS.toNanos(warmUpSeconds))) {
            StreamJob.Outcome outcome =
                    StreamJob.run(job.script(shape), all, List.of(new LatencyConnectorFactory(emission, commit)));
            return new LatencyRun(
                    job,
                    shape.rate(),
                    checkpointInterval,
                    outcome.checkpoints().lastCompleted(),
                    emission.histogram(),
                    commit.histogram(),
                    hiccups.finish());
        }
    }
}
