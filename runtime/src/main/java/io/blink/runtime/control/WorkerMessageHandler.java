package io.blink.runtime.control;

/**
 * The master's side of all connections. For one link the calls come one after the other: first {@link #connected}, at last {@link #disconnected}; for several
 * links, even of one worker, on any thread and in any order.
 */
public interface WorkerMessageHandler {
    void connected(WorkerLink link);

    void received(WorkerLink link, WorkerMessage message);

    void disconnected(WorkerLink link);
}
