package io.blink.scheduler.worker;

import io.blink.scheduler.actor.ActorLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Turns in the order of their time, which passes only here. */
final class Turns implements ActorLoop {
    private record Turn(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Turn> queue =
            new PriorityQueue<>(Comparator.comparingLong(Turn::atNanos).thenComparingLong(Turn::order));
    private long now;
    private long count;

    void runAll() {
        while (!queue.isEmpty()) {
            runFirst();
        }
    }

    /** Runs what is due by then; it is then afterwards. */
    void runUntil(Duration then) {
        while (!queue.isEmpty() && queue.peek().atNanos() <= then.toNanos()) {
            runFirst();
        }
        now = then.toNanos();
    }

    private void runFirst() {
        Turn turn = queue.poll();
        now = Math.max(now, turn.atNanos());
        turn.action().run();
    }

    @Override
    public void execute(Runnable turn) {
        queue.add(new Turn(now, count++, turn));
    }

    @Override
    public Timer schedule(Duration delay, Runnable turn) {
        queue.add(new Turn(now + delay.toNanos(), count++, turn));
        return () -> queue.removeIf(waiting -> waiting.action() == turn);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long currentTimeMillis() {
        return now / 1_000_000;
    }
}
