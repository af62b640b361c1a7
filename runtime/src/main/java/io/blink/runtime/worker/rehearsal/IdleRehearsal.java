package io.blink.runtime.worker.rehearsal;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.task.StateBackends;
import io.blink.runtime.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a worker rehearse once, when it has been without a task for a while after its start: then it stands by. One that was started for a job gets its tasks sooner and is left alone; a rehearsal ends early
 * when the first task comes. Nothing depends on it: what goes wrong is logged.
 */
public final class IdleRehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdleRehearsal.class);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final long END_MILLIS = 5_000;

    private final Worker worker;
    private final Connectors connectors;
    private final FileSystems fileSystems;
    private final StateBackends stateBackends;
    private final Path folder;
    private final Thread thread;

    /** Begins to wait. @param folder for the rehearsal's files, deleted behind it */
    public IdleRehearsal(
            Worker worker, Connectors connectors, FileSystems fileSystems, StateBackends stateBackends, Path folder) {
        this.worker = worker;
        this.connectors = connectors;
        this.fileSystems = fileSystems;
        this.stateBackends = stateBackends;
        this.folder = folder;
        this.thread = new Thread(this::run, "rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            if (worker.awaitTask(IDLE)) {
                return;
            }
            long start = System.nanoTime();
            long counted = Rehearsal.perform(connectors, fileSystems, stateBackends, folder, worker::hasHadTask);
            LOG.info(
                    "The rehearsal {} {} ms",
                    counted == 0 ? "gave way to a task after" : "took",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BlinkException e) {
            LOG.warn("The rehearsal failed; the worker's first task starts more slowly", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(END_MILLIS);
    }
}
