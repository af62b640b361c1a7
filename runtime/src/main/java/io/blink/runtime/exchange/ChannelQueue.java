package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import java.util.ArrayDeque;

/**
 * The elements on their way from one producer task to one consumer task of a pipelined edge, in the producer's process. Bounded in bytes and batches: the producer
 * asks {@link #hasRoom} before a batch and may then exceed the bound by that one; control events always fit. Safe between one producer and one consumer thread.
 */
public final class ChannelQueue implements BatchChannel {
    private static final Runnable NOBODY = () -> {};
    private static final int QUEUED_BATCHES_MAX = 64;

    private final long capacityBytes;
    private final ArrayDeque<Element> elements = new ArrayDeque<>();
    private final ArrayDeque<Long> sizes = new ArrayDeque<>();
    private long queuedBytes;
    private boolean producerKnown;
    private boolean consumerGone;
    private boolean ended;
    private BlinkException failure;
    private Runnable consumer = NOBODY;
    private Runnable producer = NOBODY;

    public ChannelQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** The producer has come. @param roomListener called, on any thread, when there is room again */
    synchronized void producerArrived(Runnable roomListener) {
        producerKnown = true;
        producer = roomListener;
    }

    synchronized boolean producerKnown() {
        return producerKnown;
    }

    /** Whether a batch may be offered. */
    public synchronized boolean hasRoom() {
        return consumerGone || (queuedBytes < capacityBytes && sizes.size() < QUEUED_BATCHES_MAX);
    }

    public synchronized long queuedBytes() {
        return queuedBytes;
    }

    /** Whether the consumer wants nothing any more. */
    public synchronized boolean abandoned() {
        return consumerGone;
    }

    /** Whether the consumer has taken, or does not want, everything. */
    public synchronized boolean drained() {
        return consumerGone || (ended && elements.isEmpty());
    }

    void offer(Element.Rows rows) {
        Batch batch = rows.batch();
        long bytes = batch.payloadBytes();
        Runnable wake;
        synchronized (this) {
            if (consumerGone || failure != null) {
                return;
            }
            elements.add(rows);
            sizes.add(bytes);
            queuedBytes += bytes;
            wake = consumer;
        }
        wake.run();
    }

    void offerControl(Element control) {
        Runnable wake;
        synchronized (this) {
            if (consumerGone || failure != null) {
                return;
            }
            elements.add(control);
            ended |= control instanceof Element.End;
            wake = consumer;
        }
        wake.run();
    }

    /** The producer has failed: what is queued is dropped, since its end will never come. Nothing if everything had been offered. */
    void fail(BlinkException error) {
        Runnable wake;
        synchronized (this) {
            if (ended || failure != null) {
                return;
            }
            failure = error;
            elements.clear();
            sizes.clear();
            queuedBytes = 0;
            wake = consumer;
        }
        wake.run();
    }

    @Override
    public Element poll() {
        Element element;
        Runnable wake = NOBODY;
        synchronized (this) {
            if (failure != null) {
                throw new BlinkException(RuntimeErrorCode.PARTITION_LOST, failure.getMessage(), failure);
            }
            element = elements.poll();
            if (element instanceof Element.Rows) {
                boolean wasFull = !hasRoom();
                queuedBytes -= sizes.poll();
                wake = wasFull ? producer : NOBODY;
            }
        }
        wake.run();
        return element;
    }

    @Override
    public void listener(Runnable listener) {
        boolean now;
        synchronized (this) {
            consumer = listener;
            now = !elements.isEmpty() || failure != null;
        }
        if (now) {
            listener.run();
        }
    }

    @Override
    public void close() {
        Runnable wake;
        synchronized (this) {
            consumerGone = true;
            consumer = NOBODY;
            elements.clear();
            sizes.clear();
            queuedBytes = 0;
            wake = producer;
        }
        wake.run();
    }
}
