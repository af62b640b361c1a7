package io.blink.core.lifecycle;

import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Brings to the process's log what would go to standard error without time, thread and place: messages of libraries by way of {@code java.util.logging}, such as gRPC's, and what ends a thread. */
public final class StrayMessages extends Handler {
    private final Function<String, Logger> loggers;

    StrayMessages(Function<String, Logger> loggers) {
        this.loggers = loggers;
        setFormatter(new SimpleFormatter());
    }

    /** For the whole process; called first by its main method. */
    public static void toLog() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new StrayMessages(LoggerFactory::getLogger));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> LoggerFactory.getLogger(StrayMessages.class)
                .error("Thread {} ended by an exception", thread.getName(), failure));
    }

    @Override
    public void publish(LogRecord message) {
        if (isLoggable(message)) {
            String name = message.getLoggerName() == null ? getClass().getName() : message.getLoggerName();
            builder(loggers.apply(name), message.getLevel())
                    .setCause(message.getThrown())
                    .log(getFormatter().formatMessage(message));
        }
    }

    private static LoggingEventBuilder builder(Logger logger, Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return logger.atError();
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return logger.atWarn();
        }
        return level.intValue() >= Level.INFO.intValue() ? logger.atInfo() : logger.atDebug();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
