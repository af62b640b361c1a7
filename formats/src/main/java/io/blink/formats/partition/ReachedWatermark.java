package io.blink.formats.partition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the watermark was at one writer when it prepared a checkpoint: a committable beside its files.
 *
 * @param watermarkMicros {@link Long#MIN_VALUE}: it has not begun; {@link Long#MAX_VALUE}: nothing more comes
 */
public record ReachedWatermark(int subtask, long checkpointId, long watermarkMicros) {
    /** Nobody said anything: nothing is known to have passed. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /**
     * The lowest of all writers that still said something with a checkpoint; those that had finished before have none. A checkpoint may bring what writers said for
     * an earlier one that was given up: of each writer the highest counts.
     */
    public static long lowest(List<ReachedWatermark> said) {
        Map<Integer, Long> highest = new HashMap<>();
        said.forEach(each -> highest.merge(each.subtask(), each.watermarkMicros(), Math::max));
        return highest.values().stream().mapToLong(Long::longValue).min().orElse(UNKNOWN);
    }
}
