package io.blink.runtime.operator.scan;

import io.blink.core.column.Batch;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitState;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One split being read. Opening, and reading when the reader blocks, happens on I/O threads, one at a time, up to a bound ahead of what was taken; the position told
 * to checkpoints is always that after the last batch taken.
 */
final class OpenSplit {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSplit.class);
    private static final int AHEAD_BATCHES_MAX = 8;

    private record Read(Batch batch, String position) {}

    private final int number;
    private final Split split;
    private final Supplier<SplitReader> opening;
    private final Executor ioExecutor;
    private final LongSupplier aheadBytesMax;
    private final Runnable changed;
    private final ArrayDeque<Read> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private SplitReader reader;
    private boolean busy;
    private boolean readToEnd;
    private boolean closed;
    private long retryNanos = Long.MIN_VALUE;
    private Throwable failure;
    private String position;
    /** Of a completed checkpoint, and not told to the reader yet; {@code null}: there is none. */
    private String completed;

    private ScanFigures figures = ScanFigures.NONE;
    private long readNanos;
    private long heldBytesMost;

    /**
     * @param number of the split within the scan
     * @param position where to start, or {@code null}
     * @param aheadBytesMax read ahead while fewer bytes wait; one batch always may
     * @param changed called on I/O threads when {@link #poll} may give something
     */
    OpenSplit(
            int number,
            Split split,
            String position,
            Supplier<SplitReader> opening,
            Executor ioExecutor,
            LongSupplier aheadBytesMax,
            Runnable changed) {
        this.number = number;
        this.split = split;
        this.position = position;
        this.opening = opening;
        this.ioExecutor = ioExecutor;
        this.aheadBytesMax = aheadBytesMax;
        this.changed = changed;
    }

    int number() {
        return number;
    }

    /** Behind the last batch taken; {@code null}: none was. */
    synchronized String position() {
        return position;
    }

    Split split() {
        return split;
    }

    /** Starts to open and to read ahead, unless that is under way or not needed. */
    synchronized void advance() {
        boolean wanted = reader == null || (reader.blocking() && mayReadAhead());
        if (wanted && !busy && !closed && failure == null && !readToEnd) {
            busy = true;
            ioExecutor.execute(this::work);
        }
    }

    private boolean mayReadAhead() {
        boolean room = ahead.isEmpty() || (ahead.size() < AHEAD_BATCHES_MAX && aheadBytes < aheadBytesMax.getAsLong());
        return room && System.nanoTime() >= retryNanos;
    }

    private void work() {
        try {
            SplitReader opened = opened();
            boolean more = opened.blocking();
            while (more) {
                more = readOne(opened);
            }
            released(null);
        } catch (Throwable e) {
            // Reported by poll on the task's thread; nothing may be lost on this one.
            released(e);
        }
    }

    private SplitReader opened() {
        synchronized (this) {
            if (reader != null) {
                return reader;
            }
        }
        SplitReader opened = opening.get();
        synchronized (this) {
            reader = opened;
        }
        return opened;
    }

    private void tellCompleted(SplitReader opened) {
        String told;
        synchronized (this) {
            told = completed;
            completed = null;
        }
        if (told != null) {
            opened.completed(told);
        }
    }

    /** A checkpoint with this position is complete: the reader hears of it when it reads on. */
    synchronized void completed(String checkpointed) {
        completed = checkpointed;
    }

    private boolean readOne(SplitReader opened) {
        synchronized (this) {
            if (closed || !mayReadAhead()) {
                return false;
            }
        }
        tellCompleted(opened);
        long begin = System.nanoTime();
        Batch batch = opened.next(Batch.TARGET_ROWS);
        String after = opened.position();
        boolean end = opened.finished();
        ScanFigures read = opened.figures();
        long held = opened.heldBytesMost();
        synchronized (this) {
            figures = read;
            readNanos += System.nanoTime() - begin;
            if (batch != null) {
                ahead.add(new Read(batch, after));
                aheadBytes += batch.retainedBytes();
                heldBytesMost = Math.max(heldBytesMost, held + aheadBytes);
            } else if (!end) {
                retryNanos = opened.readyAtNanos();
            }
            readToEnd = end;
        }
        changed.run();
        return !end && batch != null;
    }

    private void released(Throwable error) {
        synchronized (this) {
            failure = error == null ? failure : error;
            busy = false;
            if (closed && reader != null) {
                closeReader(reader);
            }
        }
        changed.run();
    }

    /** The next batch, or {@code null} if there is none now or the split has ended. */
    Batch poll() throws Throwable {
        SplitReader inline;
        synchronized (this) {
            Read read = ahead.poll();
            if (read != null) {
                aheadBytes -= read.batch().retainedBytes();
                position = read.position();
                advance();
                return read.batch();
            }
            if (failure != null) {
                throw failure;
            }
            inline = !busy && reader != null && !reader.blocking() && !readToEnd ? reader : null;
        }
        if (inline == null) {
            advance();
            return null;
        }
        return pollInline(inline);
    }

    private Batch pollInline(SplitReader inline) {
        Batch batch = inline.next(Batch.TARGET_ROWS);
        position = inline.position();
        figures = inline.figures();
        if (inline.finished()) {
            readToEnd = true;
        } else if (batch == null) {
            retryNanos = inline.readyAtNanos();
        }
        return batch;
    }

    /** What was read so far, and how long that took on I/O threads. */
    synchronized ScanFigures figures() {
        return figures.withTimes(readNanos, 0);
    }

    /** What the reader held, and what was read and not yet taken, at most. */
    synchronized long heldBytesMost() {
        return heldBytesMost;
    }

    /** Whether everything was taken. */
    synchronized boolean ended() {
        return readToEnd && ahead.isEmpty() && failure == null;
    }

    /** When asking again makes sense although nothing changes; {@link Long#MAX_VALUE} while an I/O thread is at work. */
    synchronized long retryNanos() {
        return busy || reader == null ? Long.MAX_VALUE : retryNanos;
    }

    synchronized boolean hasSomething() {
        return !ahead.isEmpty() || failure != null || readToEnd;
    }

    synchronized SplitState state() {
        return state(split, position);
    }

    /** @param position where to go on, or {@code null} for the start */
    static SplitState state(Split split, String position) {
        SplitMessage.Builder message = SplitMessage.newBuilder()
                .setId(split.id())
                .setJson(split.json())
                .setBytes(split.bytes())
                .addAllHosts(split.hosts());
        if (split.floorMicros() != null) {
            message.setFloorMicros(split.floorMicros());
        }
        return SplitState.newBuilder()
                .setSplit(message)
                .setPosition(position == null ? "" : position)
                .build();
    }

    /** Closes the reader, at once or when the I/O thread lets go of it. */
    synchronized void close() {
        closed = true;
        ahead.clear();
        if (!busy && reader != null) {
            SplitReader idle = reader;
            busy = true;
            ioExecutor.execute(() -> closeReader(idle));
        }
    }

    /** What it held is no longer wanted, so that a failure here spoils nothing. */
    private void closeReader(SplitReader idle) {
        try {
            idle.close();
        } catch (RuntimeException e) {
            LOG.warn("The reader of split {} cannot be closed", split.id(), e);
        }
    }
}
