package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * One channel of a connection, consumer's side. What arrives waits here, at most the credit and one frame more, until it is polled and decoded by the consumer's thread, which
 * thereby gives credit back. A blocking partition outlives connections: after a break or a damaged frame it is opened again behind what was already given, a few times.
 */
final class RemoteChannel implements BatchChannel {
    private static final int REOPENINGS_MAX = 3;

    private final PeerConnections connections;
    private final PeerConnections.Address address;
    private final Protocol.Open wish;
    private final ArrayDeque<Element> arrived = new ArrayDeque<>();
    private PeerConnection connection;
    private int generation;
    private long framesGiven;
    private long owedCredit;
    private int reopenings;
    private boolean reopening;
    private boolean ended;
    private boolean closed;
    private BlinkException failure;
    private Runnable listener = () -> {};

    RemoteChannel(PeerConnections connections, PeerConnections.Address address, Protocol.Open wish) {
        this.connections = connections;
        this.address = address;
        this.wish = wish;
    }

    /** Opens the channel on a connection, a new one if the last has broken. */
    void open() {
        PeerConnection next = connections.connect(address);
        int current;
        Protocol.Open open;
        synchronized (this) {
            if (closed) {
                return;
            }
            reopening = false;
            connection = next;
            current = ++generation;
            owedCredit = 0;
            open = new Protocol.Open(
                    wish.channel(),
                    wish.key(),
                    wish.blocking(),
                    wish.firstBucket(),
                    wish.bucketCount(),
                    framesGiven,
                    wish.credit(),
                    wish.compress());
        }
        next.open(new Receiver(current), open);
    }

    /** What one connection brings for this channel; a later connection makes the earlier one's messages void. */
    final class Receiver {
        private final int mine;

        private Receiver(int mine) {
            this.mine = mine;
        }

        void arrived(Element element) {
            Runnable wake;
            synchronized (RemoteChannel.this) {
                if (mine != generation || closed) {
                    return;
                }
                arrived.add(element);
                wake = listener;
            }
            wake.run();
        }

        /** The producer's side says that there is no such data, or that it is damaged. */
        void failed(BlinkException error) {
            broken(error, false);
        }

        void disconnected(BlinkException error) {
            broken(error, true);
        }

        private void broken(BlinkException error, boolean mayReopen) {
            synchronized (RemoteChannel.this) {
                if (mine != generation || closed || ended) {
                    return;
                }
            }
            RemoteChannel.this.broken(error, mayReopen);
        }
    }

    private void broken(BlinkException error, boolean mayReopen) {
        Runnable wake;
        synchronized (this) {
            if (closed || ended || reopening) {
                return;
            }
            generation++;
            arrived.clear();
            if (mayReopen && wish.blocking() && reopenings < REOPENINGS_MAX) {
                reopenings++;
                reopening = true;
                connections.later(this::open, TimeUnit.MILLISECONDS.toNanos(25L << (2 * reopenings)));
                return;
            }
            failure = error;
            wake = listener;
        }
        wake.run();
    }

    @Override
    public Element poll() {
        Element element;
        PeerConnection from;
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            element = arrived.poll();
            from = connection;
            if (element instanceof Element.End) {
                ended = true;
            }
        }
        return element instanceof Element.Rows rows ? given(rows, from) : element;
    }

    private Element given(Element.Rows rows, PeerConnection from) {
        int bytes = rows.frame().length;
        try {
            rows.batch();
        } catch (BlinkException e) {
            BlinkException damaged = new BlinkException(
                    RuntimeErrorCode.PARTITION_LOST,
                    "A frame from " + address + " arrived damaged: " + e.getMessage(),
                    e);
            broken(damaged, true);
            from.closeChannel(wish.channel());
            return null;
        }
        long grant = 0;
        synchronized (this) {
            framesGiven++;
            owedCredit += bytes;
            if (from == connection && owedCredit >= wish.credit() / 4) {
                grant = owedCredit;
                owedCredit = 0;
            }
        }
        if (grant > 0) {
            from.grant(wish.channel(), grant);
        }
        return rows;
    }

    @Override
    public void listener(Runnable newListener) {
        boolean now;
        synchronized (this) {
            listener = newListener;
            now = !arrived.isEmpty() || failure != null;
        }
        if (now) {
            newListener.run();
        }
    }

    @Override
    public void close() {
        PeerConnection open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            arrived.clear();
            open = connection;
        }
        if (open != null) {
            open.closeChannel(wish.channel());
        }
    }
}
