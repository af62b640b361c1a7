package io.blink.core.spi.connector;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Where a reader works.
 *
 * @param position what {@link SplitReader#position} gave when the state was saved, or {@code null} to read from the start
 * @param timeZone the session's
 * @param predicates for a reader that leaves out rows which fail the scan's conditions, so that it need not decode the rest of them; those that the scan's
 *     plan does not name as applied are evaluated behind the scan as well. {@code null} where positions count, which such a reader could not tell: then the plan names none
 * @param keyFilters rows that one of them does not pass may be left out; none where positions count
 * @param readAhead runs what a blocking reader reads before it is needed; {@code null}: it reads when it is asked
 */
public record ReaderContext(
        Split split,
        String position,
        ZoneId timeZone,
        PredicateCompiler predicates,
        List<KeyFilter> keyFilters,
        Executor readAhead) {
    public ReaderContext {
        keyFilters = List.copyOf(keyFilters);
    }

    /** Of a reader that applies nothing and reads when it is asked. */
    public static ReaderContext plain(Split split, String position, ZoneId timeZone) {
        return new ReaderContext(split, position, timeZone, null, List.of(), null);
    }
}
