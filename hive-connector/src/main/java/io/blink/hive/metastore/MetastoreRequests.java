package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidInputException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransportException;

/**
 * Sends requests: counts them, borrows the connection, tries again when the transport fails, and turns Thrift's exceptions into ours. A request is sent
 * again until {@link MetastoreSettings#retryTimeout()} has passed, with pauses that double from 100 ms to 5 s, and at most
 * {@value #SENT_MAX} times over a connection.
 */
final class MetastoreRequests implements AutoCloseable {
    private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    /** A metastore closes the connection when it fails inside; the same request then fails each time, so it is not sent for ever. */
    private static final int SENT_MAX = 5;

    /** What one try of a request may know. */
    interface Body<T> {
        /**
         * @param repeated whether an earlier try was sent and its answer lost, so that its change may have been made already
         */
        T run(MetastoreConnection connection, boolean repeated) throws TException;
    }

    /** One try of a request that is the same when sent twice. */
    interface Sending<T> {
        T over(MetastoreConnection connection) throws TException;
    }

    /** What it means that the metastore knows no such object. */
    interface NotFound {
        BlinkException error(NoSuchObjectException cause);
    }

    private final MetastoreSettings settings;
    private final MetastoreConnections connections;
    private final RetryClock clock;
    private final AtomicLongArray counts = new AtomicLongArray(MetastoreCall.values().length);

    MetastoreRequests(MetastoreSettings settings, RetryClock clock) {
        this.settings = settings;
        this.connections = new MetastoreConnections(settings);
        this.clock = clock;
    }

    /**
     * @param subject what the request is about, for messages: {@code table db.t}
     * @throws NoSuchObjectException and AlreadyExistsException as the caller knows best what they mean
     */
    <T> T send(MetastoreCall call, String subject, Body<T> body) throws NoSuchObjectException, AlreadyExistsException {
        counts.incrementAndGet(call.ordinal());
        long start = clock.nanoTime();
        int sent = 0;
        Duration pause = PAUSE_FIRST;
        for (int tries = 1; ; tries++) {
            MetastoreConnection connection = null;
            TException failure;
            try {
                connection = connections.borrow();
                T answer = body.run(connection, sent > 0);
                connections.giveBack(connection);
                return answer;
            } catch (TTransportException | TProtocolException e) {
                failure = e;
            } catch (TException e) {
                if (connection == null) {
                    failure = e;
                } else {
                    connections.giveBack(connection);
                    throw refused(call, subject, connection.address(), e);
                }
            } catch (RuntimeException | Error e) {
                if (connection != null) {
                    connections.discard(connection);
                }
                throw e;
            }
            if (connection != null) {
                sent++;
                connections.discard(connection);
            }
            Duration elapsed = Duration.ofNanos(clock.nanoTime() - start);
            if (sent >= SENT_MAX || elapsed.plus(pause).compareTo(settings.retryTimeout()) > 0) {
                throw unreachable(call, subject, tries, elapsed, sent > 0, connection, failure);
            }
            clock.pause(pause);
            pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
        }
    }

    /** A request that changes nothing. */
    <T> T read(MetastoreCall call, String subject, Sending<T> sending) {
        return repeatable(
                call, subject, sending, e -> new BlinkException(HiveErrorCode.DATABASE_NOT_FOUND, rootMessage(e), e));
    }

    /** A request that is the same when sent twice, but for finding nothing to drop the second time. */
    <T> T repeatable(MetastoreCall call, String subject, Sending<T> sending, NotFound notFound) {
        try {
            return send(call, subject, (connection, repeated) -> {
                try {
                    return sending.over(connection);
                } catch (NoSuchObjectException e) {
                    if (repeated && call.isChange()) {
                        return null;
                    }
                    throw e;
                }
            });
        } catch (NoSuchObjectException e) {
            throw notFound.error(e);
        } catch (AlreadyExistsException e) {
            throw unexpected(subject, e);
        }
    }

    Map<MetastoreCall, Long> counts() {
        Map<MetastoreCall, Long> snapshot = new EnumMap<>(MetastoreCall.class);
        for (MetastoreCall call : MetastoreCall.values()) {
            long count = counts.get(call.ordinal());
            if (count > 0) {
                snapshot.put(call, count);
            }
        }
        return snapshot;
    }

    @Override
    public void close() {
        connections.close();
    }

    private BlinkException unreachable(
            MetastoreCall call,
            String subject,
            int tries,
            Duration elapsed,
            boolean sent,
            MetastoreConnection connection,
            TException failure) {
        boolean unknown = sent && call.isChange();
        String who = connection == null
                ? "No metastore of " + settings.addresses() + " can be reached"
                : "Metastore " + connection.address() + " did not answer";
        String message = who + ": " + call + " of " + subject + " failed after " + tries
                + (tries == 1 ? " try in " : " tries in ") + elapsed.toMillis() + " ms (" + rootMessage(failure) + "); "
                + (unknown
                        ? "the change may or may not have been made: look before repeating it"
                        : "check that the metastore runs and hive.metastore.uris points at it");
        return new BlinkException(
                unknown ? HiveErrorCode.METASTORE_OUTCOME_UNKNOWN : HiveErrorCode.METASTORE_UNREACHABLE,
                message,
                failure);
    }

    private static BlinkException refused(
            MetastoreCall call, String subject, MetastoreAddress address, TException cause)
            throws NoSuchObjectException, AlreadyExistsException {
        if (cause instanceof NoSuchObjectException missing) {
            throw missing;
        }
        if (cause instanceof AlreadyExistsException existing) {
            throw existing;
        }
        if (cause instanceof UnknownDBException || cause instanceof UnknownTableException) {
            throw new NoSuchObjectException(cause.getMessage());
        }
        String message = "Metastore " + address + " refused " + call + " of " + subject + ": " + rootMessage(cause);
        if (cause instanceof InvalidObjectException
                || cause instanceof InvalidInputException
                || cause instanceof InvalidOperationException) {
            return new BlinkException(HiveErrorCode.METASTORE_INVALID_OBJECT, message, cause);
        }
        if (cause instanceof TApplicationException application
                && application.getType() == TApplicationException.UNKNOWN_METHOD) {
            return new BlinkException(
                    HiveErrorCode.METASTORE_FAILED,
                    message
                            + "; Blink speaks with metastores from 2.3 to 4.x, this server knows neither form of the call",
                    cause);
        }
        return new BlinkException(HiveErrorCode.METASTORE_FAILED, message, cause);
    }

    static BlinkException unexpected(String subject, TException cause) {
        return new BlinkException(
                HiveErrorCode.METASTORE_FAILED,
                "The metastore gave an unexpected answer for " + subject + ": " + cause,
                cause);
    }

    static String rootMessage(Throwable failure) {
        if (failure instanceof MetaException meta) {
            return String.valueOf(meta.getMessage());
        }
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
