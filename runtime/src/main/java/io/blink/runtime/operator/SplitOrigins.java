package io.blink.runtime.operator;

import java.util.List;

/** An operator whose rows come from several splits at once, each with times of its own. The driver asks after each {@link Operator#output} and tells the next {@link WatermarkSource}. */
public interface SplitOrigins {
    /** The split of the last output, by a number that the operator gives. */
    int origin();

    /** The splits from which rows may come; the same object as long as they are the same. */
    List<Integer> openSplits();
}
