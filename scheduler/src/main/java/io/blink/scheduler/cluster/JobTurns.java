package io.blink.scheduler.cluster;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whose job a turn of the master serves at the moment, so that what it throws is laid at that job's door. Where one job's turn leads into another job, the inner one counts. In
 * turns.
 */
final class JobTurns {
    private Throwable thrown;
    private String thrownIn;

    void run(String jobId, Runnable part) {
        call(jobId, () -> {
            part.run();
            return null;
        });
    }

    <T> T call(String jobId, Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException | Error e) {
            if (thrown != e) {
                thrown = e;
                thrownIn = jobId;
            }
            throw e;
        }
    }

    /** The job in whose part of a turn that was thrown; empty: in none. */
    Optional<String> jobOf(Throwable failure) {
        return failure == thrown ? Optional.of(thrownIn) : Optional.empty();
    }
}
