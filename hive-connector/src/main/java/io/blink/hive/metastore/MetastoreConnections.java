package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.hive.HiveErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of a client, at most {@link MetastoreSettings#connectionsMax()}. A thread borrows one for one request. New connections go to the
 * server that answered last, then to the others in the order of the settings.
 */
final class MetastoreConnections implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MetastoreConnections.class);

    private final MetastoreSettings settings;
    private final Semaphore permits;
    private final Deque<MetastoreConnection> idle = new ArrayDeque<>();
    private int preferredAddress;
    private boolean closed;

    MetastoreConnections(MetastoreSettings settings) {
        this.settings = settings;
        this.permits = new Semaphore(settings.connectionsMax(), true);
    }

    /**
     * Borrows a connection, opening one if none is idle; gives the last failure once every server has refused. Must be followed by {@link #giveBack} or
     * {@link #discard}.
     */
    MetastoreConnection borrow() throws TException {
        acquirePermit();
        try {
            MetastoreConnection connection = pollIdle();
            return connection != null ? connection : open();
        } catch (TException | RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    void giveBack(MetastoreConnection connection) {
        synchronized (this) {
            if (!closed) {
                idle.push(connection);
                connection = null;
            }
        }
        if (connection != null) {
            connection.close();
        }
        permits.release();
    }

    /** Ends a connection that failed, and all idle ones: what broke it has mostly broken them too. */
    void discard(MetastoreConnection connection) {
        connection.close();
        closeIdle();
        permits.release();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closeIdle();
    }

    private void acquirePermit() {
        try {
            long waitMillis =
                    settings.readTimeout().plus(settings.retryTimeout()).toMillis();
            if (!permits.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
                throw new BlinkException(
                        HiveErrorCode.METASTORE_UNREACHABLE,
                        "All " + settings.connectionsMax() + " connections to the metastore " + settings.addresses()
                                + " were busy for " + waitMillis + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(CoreErrorCode.CANCELED, "Interrupted while waiting for a metastore connection", e);
        }
    }

    private synchronized MetastoreConnection pollIdle() {
        if (closed) {
            throw new IllegalStateException("the metastore client is closed");
        }
        return idle.poll();
    }

    private MetastoreConnection open() throws TException {
        int count = settings.addresses().size();
        int first;
        synchronized (this) {
            first = preferredAddress;
        }
        TException lastFailure = null;
        for (int i = 0; i < count; i++) {
            int candidate = (first + i) % count;
            MetastoreAddress address = settings.addresses().get(candidate);
            try {
                MetastoreConnection connection = MetastoreConnection.open(address, settings);
                synchronized (this) {
                    preferredAddress = candidate;
                }
                return connection;
            } catch (TException e) {
                LOGGER.debug("Metastore {} did not take a connection", address, e);
                if (lastFailure != null) {
                    e.addSuppressed(lastFailure);
                }
                lastFailure = e;
            }
        }
        throw lastFailure;
    }

    private void closeIdle() {
        Deque<MetastoreConnection> victims;
        synchronized (this) {
            victims = new ArrayDeque<>(idle);
            idle.clear();
        }
        victims.forEach(MetastoreConnection::close);
    }
}
