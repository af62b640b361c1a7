package io.blink.client.script;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.scheduler.client.ResultStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a result on a thread of its own, so that whoever prints it can tell a pause from the end. */
final class RowFeed implements AutoCloseable {
    /** Batches read ahead; a slow terminal holds the job back through the result's own bounds. */
    private static final int READ_AHEAD = 4;

    private final ArrayBlockingQueue<Batch> queue = new ArrayBlockingQueue<>(READ_AHEAD);
    private final ResultStream rows;
    private final Thread reader;
    private volatile boolean readerDone;
    private volatile BlinkException failure;

    RowFeed(ResultStream rows) {
        this.rows = rows;
        this.reader = new Thread(this::read, "blink-result");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                queue.put(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BlinkException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new BlinkException(CoreErrorCode.INTERNAL, "The result could not be read: " + e, e);
        } finally {
            readerDone = true;
        }
    }

    /** The next rows; {@code null} if none came in time or none will come. What made the job fail is thrown. */
    Batch next(long millis) throws InterruptedException {
        Batch batch = readerDone ? queue.poll() : queue.poll(millis, TimeUnit.MILLISECONDS);
        if (batch == null && readerDone && queue.isEmpty() && failure != null) {
            throw failure;
        }
        return batch;
    }

    boolean ended() {
        return readerDone && queue.isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        reader.interrupt();
        reader.join();
        rows.close();
    }
}
