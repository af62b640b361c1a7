package io.blink.runtime.control;

import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;

/**
 * Sends on a gRPC stream from any thread, one message at a time. A peer that takes nothing for thousands of messages is given up, so that what waits for it stays bounded.
 */
final class OrderedSender<T> {
    private static final int WAITING_MESSAGES_MAX = 10_000;

    private final CallStreamObserver<T> stream;
    private int sentWhileNotReady;
    private boolean closed;

    OrderedSender(CallStreamObserver<T> stream) {
        this.stream = stream;
    }

    synchronized void send(T message) {
        if (closed) {
            return;
        }
        sentWhileNotReady = stream.isReady() ? 0 : sentWhileNotReady + 1;
        try {
            if (sentWhileNotReady > WAITING_MESSAGES_MAX) {
                closed = true;
                stream.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription(WAITING_MESSAGES_MAX + " messages wait to be taken")
                        .asRuntimeException());
            } else {
                stream.onNext(message);
            }
        } catch (IllegalStateException e) {
            // The call ended between two messages; its end is told through the other direction.
            closed = true;
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                stream.onCompleted();
            } catch (IllegalStateException e) {
                // Ended already, by the peer.
                closed = true;
            }
        }
    }
}
