package io.blink.runtime.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;

/**
 * Joins a worker and a master of one process. Messages pass through their bytes, so that nothing works here that would not work between processes, and
 * are delivered on the sender's thread.
 */
public final class InProcessConnection {
    private final String workerId;
    private final WorkerMessageHandler master;
    private final MasterMessageHandler worker;
    private final MasterEnd masterEnd = new MasterEnd();
    private final WorkerEnd workerEnd = new WorkerEnd();
    private boolean open;

    private InProcessConnection(String workerId, MasterMessageHandler worker, WorkerMessageHandler master) {
        this.workerId = workerId;
        this.worker = worker;
        this.master = master;
    }

    /** Connects; both handlers are told before this returns. */
    public static InProcessConnection open(String workerId, MasterMessageHandler worker, WorkerMessageHandler master) {
        InProcessConnection connection = new InProcessConnection(workerId, worker, master);
        connection.open = true;
        master.connected(connection.masterEnd);
        worker.connected(connection.workerEnd);
        return connection;
    }

    /** Breaks the connection; both handlers are told. */
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        worker.disconnected(workerEnd);
        master.disconnected(masterEnd);
    }

    private synchronized boolean isOpen() {
        return open;
    }

    private final class WorkerEnd implements MasterLink {
        @Override
        public void send(WorkerMessage message) {
            if (isOpen()) {
                master.received(masterEnd, reread(message));
            }
        }
    }

    private final class MasterEnd implements WorkerLink {
        @Override
        public String workerId() {
            return workerId;
        }

        @Override
        public void send(MasterMessage message) {
            if (isOpen()) {
                worker.received(workerEnd, reread(message));
            }
        }

        @Override
        public void close() {
            InProcessConnection.this.close();
        }
    }

    private static WorkerMessage reread(WorkerMessage message) {
        try {
            return WorkerMessage.parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(e);
        }
    }

    private static MasterMessage reread(MasterMessage message) {
        try {
            return MasterMessage.parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(e);
        }
    }

    private static BlinkException unreadable(InvalidProtocolBufferException e) {
        return new BlinkException(
                RuntimeErrorCode.PROTOCOL_VIOLATION, "A control message cannot be read back: " + e.getMessage(), e);
    }
}
