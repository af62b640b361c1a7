package io.blink.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.RuntimeFilter;
import io.blink.core.spi.connector.KeyFilter;

/** A key filter that an operator of a task will give to a scan of the same task, or will not. Used on the task's thread. */
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

    /** The operator knows. @param known {@code null}: there is no filter */
    public void decide(KeyFilter known) {
        if (!decided) {
            filter = known;
            decided = true;
            listener.run();
        }
    }
}
