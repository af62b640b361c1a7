package io.blink.connectors.nexmark;

import java.util.List;

/**
 * A scan. Events are dealt to the splits in turn, as many at a time as {@link EventSequence#period} says, so that each split has all kinds in their proportions and
 * all splits are at the same event time.
 *
 * @param events in all splits together; -1: without end
 * @param paced whether an event comes no sooner after the start than after event 0 by its own time
 * @param startNanosOfEpoch wall-clock time at which event 0 is due, nanoseconds since 1970
 */
record NexmarkHandle(
        EventSettings settings,
        long events,
        boolean paced,
        long startNanosOfEpoch,
        int splits,
        List<NexmarkColumn> columns) {
    static final int VERSION = 1;

    /** The number of the event that is the {@code index}-th of a split. */
    long event(int split, long index) {
        int block = settings.sequence().period();
        return (index / block * splits + split) * block + index % block;
    }

    /** How many of the first {@code count} events belong to a split. */
    long eventsOf(int split, long count) {
        int block = settings.sequence().period();
        long round = (long) block * splits;
        long rest = count % round - (long) split * block;
        return count / round * block + Math.max(0, Math.min(block, rest));
    }
}
