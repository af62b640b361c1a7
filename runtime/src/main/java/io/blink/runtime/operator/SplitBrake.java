package io.blink.runtime.operator;

import java.util.List;

/** Says which splits of a scan must not be read on for now. Asked by the scan, on the task's thread. */
public interface SplitBrake {
    /** Looks at where everybody is; before {@link #holds} is asked about some of these splits, which are all that are open. */
    void refresh(List<Integer> open);

    boolean holds(int split);

    /** Is to be called, on any thread, when a split may be read on that was held. */
    void listener(Runnable released);
}
