package io.blink.runtime.control;

/**
 * Worker: gets what its master sends. Called on the threads of the connection, one call at a time for one link; returns at once, so an implementation puts the call into
 * its own mailbox.
 */
public interface MasterMessageHandler {
    void connected(MasterLink link);

    void received(MasterLink link, MasterMessage message);

    void disconnected(MasterLink link);
}
