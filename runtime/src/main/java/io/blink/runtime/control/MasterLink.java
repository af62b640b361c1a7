package io.blink.runtime.control;

/** A worker's end of its connection to the master. Safe on any thread; nothing blocks; a message is lost if the connection breaks before it arrives. */
public interface MasterLink {
    void send(WorkerMessage message);
}
