package io.blink.client.script;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.scheduler.client.ResultStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a result on a thread of its own, so that whoever prints it can tell a pause from the end, which is told as soon as it comes. */
final class RowFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowFeed.class);
    /** Batches read ahead; a slow terminal holds the job back through the result's own bounds. */
    private static final int READ_AHEAD = 4;

    /** Empty: the end. */
    private final ArrayBlockingQueue<Optional<Batch>> queue = new ArrayBlockingQueue<>(READ_AHEAD);

    private final ResultStream rows;
    private final Thread reader;
    private volatile boolean closed;
    private volatile BlinkException failure;
    private boolean ended;

    RowFeed(ResultStream rows) {
        this.rows = rows;
        this.reader = new Thread(this::read, "blink-result");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                queue.put(Optional.of(batch));
            }
        } catch (InterruptedException e) {
            LOG.debug("The result is not read to its end: nobody wants more of it");
        } catch (BlinkException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new BlinkException(CoreErrorCode.INTERNAL, "The result could not be read: " + e, e);
        } finally {
            end();
        }
    }

    /** Whoever closed the feed does not look for its end, and the interrupt that woke the reader up may have been swallowed on the way. */
    private void end() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!closed) {
                queue.put(Optional.empty());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next rows; {@code null} if none came in time or none will come. What made the job fail is thrown. */
    Batch next(long millis) throws InterruptedException {
        Optional<Batch> batch = ended ? Optional.empty() : queue.poll(millis, TimeUnit.MILLISECONDS);
        if (batch == null) {
            return null;
        }
        ended |= batch.isEmpty();
        if (ended && failure != null) {
            throw failure;
        }
        return batch.orElse(null);
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        reader.interrupt();
        reader.join();
        rows.close();
    }
}
