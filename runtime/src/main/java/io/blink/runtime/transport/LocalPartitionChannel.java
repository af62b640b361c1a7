package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import io.blink.shuffle.ShufflePartition;
import io.blink.shuffle.ShuffleReader;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** A finished partition of this process, read on I/O threads, a bounded piece ahead of its consumer. */
final class LocalPartitionChannel implements BatchChannel {
    private static final long AHEAD_BYTES_MAX = 2L << 20;

    private final ShufflePartition partition;
    private final int firstBucket;
    private final int bucketCount;
    private final Executor ioExecutor;
    private final ArrayDeque<byte[]> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private ShuffleReader reader;
    private boolean busy;
    private boolean readToEnd;
    private boolean endGiven;
    private boolean closed;
    private BlinkException failure;
    private Runnable listener = () -> {};

    LocalPartitionChannel(ShufflePartition partition, int firstBucket, int bucketCount, Executor ioExecutor) {
        this.partition = partition;
        this.firstBucket = firstBucket;
        this.bucketCount = bucketCount;
        this.ioExecutor = ioExecutor;
        advance();
    }

    private synchronized void advance() {
        if (!busy && !closed && !readToEnd && failure == null && aheadBytes < AHEAD_BYTES_MAX) {
            busy = true;
            ioExecutor.execute(this::work);
        }
    }

    private void work() {
        BlinkException error = null;
        try {
            if (reader == null) {
                reader = partition.reader(firstBucket, bucketCount);
            }
            boolean more = true;
            while (more) {
                more = readOne();
            }
        } catch (BlinkException e) {
            error = e;
        } catch (RuntimeException | Error e) {
            // Nobody else sees what an I/O thread throws, and the consumer would wait for ever.
            error = new BlinkException(
                    RuntimeErrorCode.TASK_FAILED,
                    "Buckets " + firstBucket + " to " + (firstBucket + bucketCount - 1)
                            + " of a finished partition cannot be read: " + e,
                    e);
        }
        Runnable wake;
        synchronized (this) {
            busy = false;
            failure = error;
            if (closed || readToEnd || error != null) {
                closeReader();
            }
            wake = listener;
        }
        // The consumer may have taken everything while this thread was still busy.
        advance();
        wake.run();
    }

    private boolean readOne() {
        byte[] frame = reader.nextFrame();
        Runnable wake;
        boolean more;
        synchronized (this) {
            if (frame == null) {
                readToEnd = true;
            } else if (!closed) {
                ahead.add(frame);
                aheadBytes += frame.length;
            }
            more = frame != null && !closed && aheadBytes < AHEAD_BYTES_MAX;
            wake = listener;
        }
        wake.run();
        return more;
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public Element poll() {
        byte[] frame;
        synchronized (this) {
            frame = ahead.poll();
            if (frame == null) {
                if (failure != null) {
                    throw failure;
                }
                if (!readToEnd || endGiven) {
                    return null;
                }
                endGiven = true;
                return Element.end();
            }
            aheadBytes -= frame.length;
        }
        advance();
        return Element.Rows.ofFrame(frame);
    }

    @Override
    public void listener(Runnable newListener) {
        boolean now;
        synchronized (this) {
            listener = newListener;
            now = !ahead.isEmpty() || readToEnd || failure != null;
        }
        if (now) {
            newListener.run();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ahead.clear();
        if (!busy && reader != null) {
            busy = true;
            ioExecutor.execute(this::closeIdle);
        }
    }

    private synchronized void closeIdle() {
        closeReader();
    }
}
