package io.blink.testing.peers;

import java.time.Duration;
import java.util.Map;

/** How a statement ended. */
public sealed interface PeerAnswer {
    /**
     * Its last row was written after {@code time}.
     *
     * @param figures what the process tells besides: {@link StatementLoop#CPU_NANOS}, and what the engine has
     */
    record Done(Duration time, long rows, Map<String, Long> figures) implements PeerAnswer {}

    /** The engine refused it or failed; it takes further statements. */
    record Failed(String message) implements PeerAnswer {}

    /**
     * It takes no more statements.
     *
     * @param late whether it did not answer in time, for which it was killed; else its process ended
     */
    record Gone(boolean late, String message) implements PeerAnswer {}
}
