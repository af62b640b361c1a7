package io.blink.runtime.worker;

import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.StrayMessages;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.runtime.task.StateBackends;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker process; {@link WorkerArguments} has its command line. Ends with 0 when its master told it to stop or has been gone for too long, with 1 when it cannot start. An
 * OutOfMemoryError ends the process by the JVM's own option ({@code -XX:+ExitOnOutOfMemoryError}).
 */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    public static void main(String[] arguments) {
        StrayMessages.toLog();
        int code = 0;
        try {
            run(WorkerArguments.parse(arguments));
        } catch (BlinkException e) {
            LOG.error("The worker cannot run: {} {}", e.code().name(), e.getMessage(), e);
            code = 1;
        }
        // Libraries leave threads behind that are no daemons.
        System.exit(code);
    }

    private static void run(WorkerArguments arguments) {
        Plugins plugins = Plugins.ofProcess(WorkerMain.class.getClassLoader());
        FileSystems fileSystems = FileSystems.load(plugins, arguments.configuration());
        try (Connectors connectors = Connectors.load(plugins, fileSystems);
                WorkerProcess process =
                        new WorkerProcess(arguments, fileSystems, connectors, StateBackends.of(plugins))) {
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "worker-shutdown"));
            String reason = process.ended().join();
            LOG.info("Worker {} ends: {}", arguments.id(), reason);
        }
    }
}
