package io.blink.scheduler.split;

import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import java.util.List;

/**
 * What one question to a source gave.
 *
 * @param last whether there are no others
 * @param position of the source behind them, or {@code null}
 * @param floorMicros of the splits still to come
 */
record FoundSplits(List<Split> splits, boolean last, String position, long floorMicros) {
    /** Asks the source. Blocks. */
    static FoundSplits of(SplitSource source, int max) {
        List<Split> splits = source.next(max);
        return new FoundSplits(splits, source.finished(), source.position(), source.floorMicros());
    }

    /** Splits that were found before. */
    static FoundSplits known(List<Split> splits, boolean last, String position) {
        return new FoundSplits(splits, last, position, Long.MIN_VALUE);
    }
}
