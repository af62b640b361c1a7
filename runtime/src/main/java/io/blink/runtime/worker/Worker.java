package io.blink.runtime.worker;

import io.blink.runtime.control.MasterLink;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.MasterMessageHandler;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.task.TaskEnvironment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: {@link WorkerControl} on a thread of its own, tasks on the environment's threads. What it is given belongs to its creator, who closes it after the worker.
 * Its methods are safe on any thread; all but {@link #close} and {@link #awaitTask} return at once.
 */
public final class Worker implements MasterMessageHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long TICK_MILLIS = 50;
    private static final long END_SECONDS = 5;
    private static final long PRODUCER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ScheduledExecutorService controlThread;
    private final TaskEnvironment environment;
    private final LocalTaskExecution execution;
    private final WorkerControl control;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CountDownLatch firstTask = new CountDownLatch(1);

    /** @param identity how the worker registers; tasks and partitions are added */
    public Worker(String workerId, RegisterWorker identity, TaskEnvironment environment) {
        this.environment = environment;
        controlThread = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, "worker-control-" + workerId);
            thread.setDaemon(true);
            return thread;
        });
        execution = new LocalTaskExecution(environment, this::onControlThread);
        control = new WorkerControl(workerId, identity, execution, System::nanoTime, ended::complete);
        execution.reports(control);
        controlThread.scheduleAtFixedRate(guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        control.tick();
        environment.registry().expire(System.nanoTime(), PRODUCER_WAIT_NANOS);
    }

    /** A bug in one message's handling must not silence the worker. */
    private static Runnable guarded(Runnable call) {
        return () -> {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.error("The worker's control failed", e);
            }
        };
    }

    private void onControlThread(Runnable call) {
        try {
            controlThread.execute(guarded(call));
        } catch (RejectedExecutionException e) {
            LOG.debug("The worker is closed; a late report is dropped");
        }
    }

    @Override
    public void connected(MasterLink link) {
        onControlThread(() -> control.connected(link));
    }

    @Override
    public void received(MasterLink link, MasterMessage message) {
        receive(message);
    }

    @Override
    public void disconnected(MasterLink link) {
        onControlThread(() -> control.disconnected(link));
    }

    public void receive(MasterMessage message) {
        if (message.hasDeployTask()) {
            firstTask.countDown();
        }
        onControlThread(() -> control.receive(message));
    }

    /** Whether a task has ever been deployed. */
    public boolean hasHadTask() {
        return firstTask.getCount() == 0;
    }

    /** Waits for the first task, at most so long. @return whether it has come */
    public boolean awaitTask(Duration wait) throws InterruptedException {
        return firstTask.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Completes, with the reason, when the worker was told to stop or has been without a master for too long. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Cancels what runs and ends the control thread, once it has dealt with what came before: that may need what the creator ends next. */
    @Override
    public void close() {
        onControlThread(execution::close);
        controlThread.shutdown();
        try {
            if (!controlThread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The worker's control is still busy {} s after its end", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
