package io.blink.runtime.operator.join.lookup.request;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.operator.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The requests of one task to a table, so many at once as it may have, the others in their order after them. Each has a source, and with it a connection, of its own. Task's thread. */
final class LookupRequests implements AutoCloseable {
    /** Keys that are asked for at once: a statement of moderate length. */
    static final int KEYS_MAX = 256;

    private final Supplier<LookupSource> sources;
    private final Executor ioExecutor;
    private final int requestsMax;
    private final long timeoutNanos;
    private final String name;
    private final Deque<Request> queued = new ArrayDeque<>();
    private final Deque<Again> waiting = new ArrayDeque<>();
    private final List<Sent> underWay = new ArrayList<>();
    private final Deque<LookupSource> idle = new ArrayDeque<>();
    /** Completed with a request; renewed before its results are looked for, so that none is missed. */
    private volatile CompletableFuture<Void> progress = new CompletableFuture<>();

    /**
     * What is asked for at once.
     *
     * @param keyNumbers of the keys in their batch
     * @param attempt from 0
     */
    record Request(LookedUpBatch batch, int[] keyNumbers, Column[] keys, int attempt) {}

    private record Again(Request request, long dueNanos) {}

    private record Sent(Request request, LookupSource source, long deadlineNanos, CompletableFuture<LookupRows> rows) {}

    /** Takes what a request brought. */
    interface Listener {
        void answered(Request request, LookupRows rows);
    }

    /** @param name of task and table, for messages */
    LookupRequests(
            Supplier<LookupSource> sources, Executor ioExecutor, int requestsMax, long timeoutMillis, String name) {
        this.sources = sources;
        this.ioExecutor = ioExecutor;
        this.requestsMax = requestsMax;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.name = name;
    }

    /** Asks for keys of a batch. */
    void add(LookedUpBatch batch, int[] keyNumbers, int count) {
        for (int from = 0; from < count; from += KEYS_MAX) {
            int size = Math.min(KEYS_MAX, count - from);
            int[] numbers = Arrays.copyOfRange(keyNumbers, from, from + size);
            queued.add(new Request(batch, numbers, batch.keys(numbers, size), 0));
            batch.requested();
        }
    }

    /** Asks for some keys of a request once more, not before a time; the times never decrease. */
    void addAgain(Request before, int[] keyNumbers, long dueNanos) {
        Column[] keys = before.batch.keys(keyNumbers, keyNumbers.length);
        waiting.add(new Again(new Request(before.batch, keyNumbers, keys, before.attempt + 1), dueNanos));
        before.batch.requested();
    }

    /** Whether some requests still wait for others. */
    boolean full() {
        return !queued.isEmpty() || underWay.size() >= requestsMax;
    }

    /** Hands on what has come, sends what may be sent, and fails if a request failed or takes too long. */
    void advance(long nowNanos, Listener listener) {
        if (progress.isDone()) {
            progress = new CompletableFuture<>();
        }
        for (Iterator<Sent> each = underWay.iterator(); each.hasNext(); ) {
            Sent sent = each.next();
            if (sent.rows.isDone()) {
                each.remove();
                idle.push(sent.source);
                listener.answered(sent.request, result(sent));
            } else if (nowNanos - sent.deadlineNanos > 0) {
                throw new BlinkException(
                        RuntimeErrorCode.LOOKUP_TIMEOUT,
                        name + " has had no answer to " + sent.request.keyNumbers.length + " keys for "
                                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                                + " ms; see whether the table's system is overloaded, or raise 'table.exec.async-lookup.timeout'.");
            }
        }
        while (!waiting.isEmpty() && nowNanos - waiting.peek().dueNanos >= 0) {
            queued.add(waiting.remove().request);
        }
        while (!queued.isEmpty() && underWay.size() < requestsMax) {
            send(queued.remove(), nowNanos);
        }
    }

    private void send(Request request, long nowNanos) {
        LookupSource source = idle.isEmpty() ? sources.get() : idle.pop();
        CompletableFuture<LookupRows> rows =
                CompletableFuture.supplyAsync(() -> source.lookup(request.keys, request.keyNumbers.length), ioExecutor);
        underWay.add(new Sent(request, source, nowNanos + timeoutNanos, rows));
        rows.whenComplete((found, error) -> progress.complete(null));
    }

    private LookupRows result(Sent sent) {
        Throwable error = sent.rows.handle((found, failure) -> failure).join();
        if (error == null) {
            return sent.rows.join();
        }
        Throwable cause = error.getCause() == null ? error : error.getCause();
        throw cause instanceof BlinkException known
                ? known
                : new BlinkException(
                        CoreErrorCode.INTERNAL, name + " could not look rows up: " + cause.getMessage(), cause);
    }

    /** For whoever has nothing to do until a request has come back or is overdue. */
    Wait waitsFor() {
        long deadline = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().dueNanos;
        for (Sent sent : underWay) {
            deadline = Math.min(deadline, sent.deadlineNanos);
        }
        return new Wait(progress, deadline);
    }

    /** Sources are closed on I/O threads, those of requests under way when these have come back. */
    @Override
    public void close() {
        queued.clear();
        waiting.clear();
        // The thread of the request goes on to close its source.
        underWay.forEach(sent -> sent.rows.whenComplete((found, error) -> sent.source.close()));
        underWay.clear();
        idle.forEach(source -> ioExecutor.execute(source::close));
        idle.clear();
    }
}
