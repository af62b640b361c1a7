package io.blink.runtime.control;

/** The master's end of one connection to a worker. Safe on any thread; nothing blocks. */
public interface WorkerLink {
    String workerId();

    /** Hands the message to the connection. It is lost if the connection breaks before it arrives; messages of one link arrive in order. */
    void send(MasterMessage message);

    /** Ends the connection. */
    void close();
}
