package io.blink.hive.commit;

import static java.util.Objects.requireNonNull;

import io.blink.formats.partition.ReachedWatermark;

/** How far the watermark was at a writer, where partitions wait for it. */
public record WriterWatermark(ReachedWatermark reached) implements Prepared {
    public WriterWatermark {
        requireNonNull(reached, "reached");
    }

    @Override
    public long rows() {
        return 0;
    }
}
