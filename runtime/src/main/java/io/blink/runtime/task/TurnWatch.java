package io.blink.runtime.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Finds turns that do not end, as where a user's function does not return: a turn that ends late is told when it has ended, these would never be. Threads begin and end turns; a timer looks. Each
 * is told again when it has lasted twice as long.
 */
final class TurnWatch {
    private static final long FIRST_REPORT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int FRAMES_MAX = 12;

    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();

    /** What a thread does. The time of the next report is of the timer's thread alone. */
    private static final class Turn {
        private final Cooperative work;
        private final long startNanos;
        private long reportAfterNanos = FIRST_REPORT_NANOS;

        private Turn(Cooperative work, long startNanos) {
            this.work = work;
            this.startNanos = startNanos;
        }
    }

    void begin(Cooperative work, long nowNanos) {
        turns.put(Thread.currentThread(), new Turn(work, nowNanos));
    }

    void end() {
        turns.remove(Thread.currentThread());
    }

    /** A message for each turn that is to be told now: what runs, for how long, and where it stands. */
    List<String> look(long nowNanos) {
        List<String> reports = new ArrayList<>();
        turns.forEach((thread, turn) -> {
            long lastsNanos = nowNanos - turn.startNanos;
            if (lastsNanos >= turn.reportAfterNanos) {
                turn.reportAfterNanos = 2 * lastsNanos;
                reports.add(
                        turn.work.activity() + " has kept its thread for " + TimeUnit.NANOSECONDS.toSeconds(lastsNanos)
                                + " s and other tasks of this worker wait; it stands at" + place(thread));
            }
        });
        return Collections.unmodifiableList(reports);
    }

    private static String place(Thread thread) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thread.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES_MAX, frames.length); i++) {
            text.append("\n    ").append(frames[i]);
        }
        return text.toString();
    }
}
