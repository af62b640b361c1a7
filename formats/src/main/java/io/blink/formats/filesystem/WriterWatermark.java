package io.blink.formats.filesystem;

import io.blink.formats.partition.ReachedWatermark;

/** How far the watermark was at a writer, where partitions wait for it. */
record WriterWatermark(ReachedWatermark reached) implements Prepared {}
