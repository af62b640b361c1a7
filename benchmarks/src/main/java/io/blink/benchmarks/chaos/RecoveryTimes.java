package io.blink.benchmarks.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** From each strike to the first committed row that was produced behind it, which nothing of before the strike can have emitted. Safe on any thread. */
final class RecoveryTimes {
    private record Open(long nanos, long firstNumber) {}

    private final LongSupplier nanoTime;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Duration> times = new ArrayList<>();

    RecoveryTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A strike comes. @param produced numbers of each key so far: what is at or above it comes behind the strike */
    synchronized void struck(long produced) {
        open.add(new Open(nanoTime.getAsLong(), produced));
    }

    /** A row with that number was committed. */
    synchronized void committed(long number) {
        while (!open.isEmpty() && open.peek().firstNumber() <= number) {
            times.add(Duration.ofNanos(nanoTime.getAsLong() - open.remove().nanos()));
        }
    }

    /** Those of the strikes that are over, shortest first. */
    synchronized List<Duration> sorted() {
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted;
    }

    /** Whether nothing came of a strike yet. */
    synchronized boolean waiting() {
        return !open.isEmpty();
    }
}
