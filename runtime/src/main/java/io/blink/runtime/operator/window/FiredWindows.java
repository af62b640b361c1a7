package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import java.util.List;

/**
 * The windows of a {@link FiringWindowOperator}: what they have, and what readers have of them. Which are due is what the {@link FiringSchedule} says, to which those that are restored are made known when this
 * is made.
 */
interface FiredWindows {
    /** Adds rows of one slice, at most {@link Batch#TARGET_ROWS}, to those of its windows that are not closed, of which there are some. */
    void add(Batch rows, long slice);

    /** Takes windows that are due out of the schedule, which has some, to be emitted; until that is through no rows are added. */
    Emission fireNext();

    /** Forgets windows that are closed. Nothing is due. */
    void settle();

    /** What has changed in windows. */
    interface Emission {
        /** The next changes with the bounds of their windows, of which there may be none; {@code null} when it is through. */
        List<Batch> next();
    }
}
