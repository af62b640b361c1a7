package io.blink.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.RuntimeFilter;
import io.blink.core.spi.connector.KeyFilter;

/** A key filter that a join of a task will give to a scan of the same task, or will not. Used on the task's thread. */
public final class PendingKeyFilter {
    private final RuntimeFilter place;
    private Runnable listener = () -> {};
    private boolean decided;
    private KeyFilter filter;

    public PendingKeyFilter(RuntimeFilter place) {
        this.place = requireNonNull(place, "place");
    }

    public RuntimeFilter place() {
        return place;
    }

    /** Called when it is decided. */
    public void listener(Runnable whenDecided) {
        listener = requireNonNull(whenDecided, "whenDecided");
    }

    public boolean isDecided() {
        return decided;
    }

    /** {@code null} as long as it is not decided, and if there will be none. */
    public KeyFilter filter() {
        return filter;
    }

    /** The join knows its keys. @param ofKeys {@code null}: they make no filter */
    public void decide(KeyFilter ofKeys) {
        if (!decided) {
            filter = ofKeys;
            decided = true;
            listener.run();
        }
    }
}
