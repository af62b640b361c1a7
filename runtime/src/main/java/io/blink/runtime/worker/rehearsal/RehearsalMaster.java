package io.blink.runtime.worker.rehearsal;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.HeartbeatAnswer;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import io.blink.runtime.control.WorkerMessageHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The master of the rehearsing worker: accepts it, and keeps what tasks say until the rehearsal asks. Messages come on the worker's control thread, questions on the rehearsal's. */
final class RehearsalMaster implements WorkerMessageHandler {
    private static final int TERM = 1;
    private static final long LEASE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final LinkedBlockingQueue<WorkerMessage> waiting = new LinkedBlockingQueue<>();
    private volatile WorkerLink worker;

    @Override
    public void connected(WorkerLink link) {
        worker = link;
    }

    @Override
    public void received(WorkerLink link, WorkerMessage message) {
        switch (message.getMessageCase()) {
            case REGISTER ->
                link.send(MasterMessage.newBuilder()
                        .setTerm(TERM)
                        .setWorkerAccepted(WorkerAccepted.newBuilder()
                                .setLeaseMillis(LEASE_MILLIS)
                                .setOrphanMillis(2 * LEASE_MILLIS))
                        .build());
            case HEARTBEAT ->
                link.send(MasterMessage.newBuilder()
                        .setTerm(TERM)
                        .setHeartbeatAnswer(HeartbeatAnswer.newBuilder()
                                .setSequence(message.getHeartbeat().getSequence()))
                        .build());
            default -> waiting.add(message);
        }
    }

    @Override
    public void disconnected(WorkerLink link) {
        worker = null;
    }

    /** To the worker, which is connected. */
    void send(MasterMessage.Builder message) {
        worker.send(message.setTerm(TERM).build());
    }

    /** What the tasks of an attempt have saved, as many as there are. @throws BlinkException if one fails, or the time is over */
    List<CheckpointAcknowledged> awaitAcknowledged(int tasks, long deadlineNanos) throws InterruptedException {
        List<CheckpointAcknowledged> acknowledged = new ArrayList<>();
        while (acknowledged.size() < tasks) {
            WorkerMessage message = next(deadlineNanos);
            failIfFailed(message);
            if (message.hasCheckpointAcknowledged()) {
                acknowledged.add(message.getCheckpointAcknowledged());
            } else if (message.hasCheckpointDeclined()) {
                throw Failures.toException(message.getCheckpointDeclined().getFailure());
            }
        }
        return acknowledged;
    }

    /** Waits until so many tasks have ended that were told to: canceled, or failed by the end of their producer. */
    void awaitEnds(int tasks, long deadlineNanos) throws InterruptedException {
        int ended = 0;
        while (ended < tasks) {
            TaskState state = next(deadlineNanos).getTaskState().getState();
            ended += state == TaskState.CANCELED || state == TaskState.FAILED ? 1 : 0;
        }
    }

    private WorkerMessage next(long deadlineNanos) throws InterruptedException {
        WorkerMessage message = waiting.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) {
            throw tooLong();
        }
        return message;
    }

    /** @throws BlinkException if a task has said that it failed */
    void requireNoFailure() {
        waiting.forEach(RehearsalMaster::failIfFailed);
    }

    private static void failIfFailed(WorkerMessage message) {
        if (message.hasTaskState() && message.getTaskState().getState() == TaskState.FAILED) {
            throw Failures.toException(message.getTaskState().getFailure());
        }
    }

    static BlinkException tooLong() {
        return new BlinkException(RuntimeErrorCode.CONNECTION_FAILED, "The tasks of the rehearsal do not answer.");
    }
}
