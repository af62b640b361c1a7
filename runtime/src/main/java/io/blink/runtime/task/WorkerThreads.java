package io.blink.runtime.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads of a process that run all its tasks in turns: of at most 1 ms wherever a stream lives in the process, else 20 ms. A turn ten times as long is reported
 * with what it was doing, since everybody else waited.
 */
public final class WorkerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);
    private static final long STREAM_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BATCH_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LinkedBlockingQueue<Seat> ready = new LinkedBlockingQueue<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer;
    private final List<Thread> threads = new ArrayList<>();
    private final TurnWatch watch = new TurnWatch();
    private volatile boolean stopped;
    private volatile long lastReportNanos = System.nanoTime() - REPORT_INTERVAL_NANOS;

    public WorkerThreads(String name, int count) {
        timer = new ScheduledThreadPoolExecutor(1, runnable -> daemon(runnable, name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        // Whoever wants to be woken after the end has no thread to run on.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.scheduleWithFixedDelay(
                () -> watch.look(System.nanoTime()).forEach(LOG::warn),
                REPORT_INTERVAL_NANOS,
                REPORT_INTERVAL_NANOS,
                TimeUnit.NANOSECONDS);
        for (int i = 0; i < count; i++) {
            Thread thread = daemon(this::work, name + "-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A place for {@code work}; it first runs when opened. @param stream whether others shall give way after 1 ms while it lives */
    Seat seat(Cooperative work, boolean stream) {
        if (stream) {
            streams.incrementAndGet();
        }
        return new Seat(work, stream);
    }

    private void work() {
        while (!stopped) {
            try {
                ready.take().turn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private long turnNanos() {
        return streams.get() > 0 ? STREAM_TURN_NANOS : BATCH_TURN_NANOS;
    }

    private void checkLength(Cooperative work, long takenNanos, long allowedNanos) {
        if (takenNanos > 10 * allowedNanos && System.nanoTime() - lastReportNanos > REPORT_INTERVAL_NANOS) {
            lastReportNanos = System.nanoTime();
            LOG.warn(
                    "{} kept its thread for {} ms; {} ms are allowed and other tasks of this worker waited",
                    work.activity(),
                    TimeUnit.NANOSECONDS.toMillis(takenNanos),
                    TimeUnit.NANOSECONDS.toMillis(allowedNanos));
        }
    }

    /** Ends the threads after their current turns, for which it waits a little: what they use is closed next. */
    @Override
    public void close() {
        stopped = true;
        timer.shutdownNow();
        threads.forEach(Thread::interrupt);
        long giveUp = System.nanoTime() + END_NANOS;
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, giveUp - System.nanoTime()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private enum Place {
        /** Not yet opened: wake-ups do not count. */
        CLOSED,
        IDLE,
        READY,
        RUNNING,
        /** Woken while running. */
        RUNNING_AGAIN,
        ENDED
    }

    /** The place of one {@link Cooperative} among the threads: never run by two at once, and a wake-up is never lost. */
    final class Seat {
        private final Cooperative work;
        private final boolean stream;
        private final AtomicReference<Place> place = new AtomicReference<>(Place.CLOSED);

        private Seat(Cooperative work, boolean stream) {
            this.work = work;
            this.stream = stream;
        }

        /** The work is complete and may be run, for the first time now. */
        void open() {
            place.set(Place.READY);
            ready.add(this);
        }

        /** Any thread: there may be something to do. */
        void wake() {
            while (true) {
                Place now = place.get();
                if (now == Place.IDLE) {
                    if (place.compareAndSet(Place.IDLE, Place.READY)) {
                        ready.add(this);
                        return;
                    }
                } else if (now != Place.RUNNING || place.compareAndSet(Place.RUNNING, Place.RUNNING_AGAIN)) {
                    return;
                }
            }
        }

        /** Wakes at a {@link System#nanoTime}. */
        void wakeAt(long nanos) {
            long now = System.nanoTime();
            if (nanos <= now) {
                wake();
            } else if (!stopped) {
                timer.schedule(this::wake, nanos - now, TimeUnit.NANOSECONDS);
            }
        }

        /** A task that throws here has failed to report its own failure; the thread goes on with the others. */
        private Cooperative.Turn run(long deadlineNanos) {
            try {
                return work.run(deadlineNanos);
            } catch (Throwable e) {
                LOG.error("{} threw out of its turn", work.activity(), e);
                return Cooperative.Turn.ENDED;
            }
        }

        private void turn() {
            place.set(Place.RUNNING);
            long allowed = turnNanos();
            long start = System.nanoTime();
            watch.begin(work, start);
            Cooperative.Turn result = run(start + allowed);
            watch.end();
            checkLength(work, System.nanoTime() - start, allowed);
            if (result == Cooperative.Turn.ENDED) {
                place.set(Place.ENDED);
                if (stream) {
                    streams.decrementAndGet();
                }
            } else if (result == Cooperative.Turn.AGAIN || !place.compareAndSet(Place.RUNNING, Place.IDLE)) {
                place.set(Place.READY);
                ready.add(this);
            }
        }
    }
}
