package io.blink.testing.faults;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.util.Random;

/**
 * When readers fail: after numbers of rows that a seed decides, counted over all readers of the process and all their attempts, so that rows which are read again count again
 * and no failure comes twice. Safe on any thread.
 */
public final class FailurePlan {
    private final Random random;
    private final int rowsBetweenMin;
    private final int rowsBetweenMax;
    private int left;
    private long rows;
    private long nextAt;
    private boolean silenceNext;
    private boolean silent;

    /** @param failures in all, the first after at least {@code rowsBetweenMin} rows */
    public FailurePlan(long seed, int failures, int rowsBetweenMin, int rowsBetweenMax) {
        this.random = new Random(seed);
        this.rowsBetweenMin = rowsBetweenMin;
        this.rowsBetweenMax = rowsBetweenMax;
        this.left = failures;
        this.nextAt = between();
    }

    /** One that fails only when it is told to. */
    public static FailurePlan onDemand() {
        return new FailurePlan(0, 0, 1, 1);
    }

    /** The next rows fail. */
    public synchronized void failNext() {
        left++;
        nextAt = 0;
    }

    /** The next rows fail, and none come behind that failure. */
    public synchronized void failNextAndFallSilent() {
        silenceNext = true;
        failNext();
    }

    synchronized boolean silent() {
        return silent;
    }

    private int between() {
        return rowsBetweenMin + random.nextInt(rowsBetweenMax - rowsBetweenMin + 1);
    }

    /** Rows are about to be handed on; fails when it is time. */
    synchronized void passing(int count) {
        rows += count;
        if (left > 0 && rows >= nextAt) {
            left--;
            silent = silenceNext;
            nextAt = rows + between();
            throw new BlinkException(
                    TestingErrorCode.PLANTED_FAILURE,
                    "A failure planned after " + rows + " rows; " + left + " are left.");
        }
    }

    /** How many are still to come. */
    public synchronized int left() {
        return left;
    }
}
