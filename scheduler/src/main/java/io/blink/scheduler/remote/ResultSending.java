package io.blink.scheduler.remote;

import com.google.protobuf.UnsafeByteOperations;
import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.scheduler.client.ResultStream;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Sends a result's frames as fast as its client takes them, on a thread of its own: gRPC calls one call's handlers one at a time, so that a thread that waited inside of one
 * would never hear that the client takes more. A client that goes away interrupts the thread that waits for rows.
 */
final class ResultSending {
    private final ServerCallStreamObserver<ResultFrame> call;
    private Thread thread;
    private boolean cancelled;

    private ResultSending(ServerCallStreamObserver<ResultFrame> call) {
        this.call = call;
        call.setOnReadyHandler(this::wake);
        call.setOnCancelHandler(this::cancel);
    }

    /** Returns at once. Called inside of the call's first handler; {@code rows} is asked on the new thread and may block. */
    static void start(ServerCallStreamObserver<ResultFrame> call, Executor threads, Supplier<ResultStream> rows) {
        ResultSending sending = new ResultSending(call);
        threads.execute(() -> sending.run(rows));
    }

    private void run(Supplier<ResultStream> result) {
        if (!begin()) {
            return;
        }
        try (ResultStream rows = result.get()) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                send(batch);
            }
            call.onCompleted();
        } catch (InterruptedException | RuntimeException e) {
            if (!call.isCancelled()) {
                call.onError(RemoteFailures.toStatus(e));
            }
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        thread = Thread.currentThread();
        return !cancelled;
    }

    private synchronized void send(Batch batch) throws InterruptedException {
        while (!call.isReady()) {
            wait();
        }
        call.onNext(ResultFrame.newBuilder()
                .setFrame(UnsafeByteOperations.unsafeWrap(BatchFrame.encode(batch)))
                .build());
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        thread = null;
        // Clears an interrupt that came for this call alone: the thread goes back to a pool.
        Thread.interrupted();
    }
}
