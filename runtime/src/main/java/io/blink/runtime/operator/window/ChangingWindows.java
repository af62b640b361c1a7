package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.spi.state.TableCursor;

/** How windows over rows that come and go are kept. A window is emitted once. */
interface ChangingWindows {
    /** Adds and takes back rows of one slice, some window of which is later than the watermark. */
    void add(long slice, Batch rows, long watermark);

    /** The next window that has groups and ends at or before a moment; {@code null} if there is none. The one before is through, and gone. */
    Emission fireNext(long limit);

    /** A window and its groups: keys and results. */
    record Emission(long end, TableCursor groups) {}
}
