package io.blink.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;

class StrayMessagesTest {
    private final List<String> lines = new ArrayList<>();
    private final StrayMessages messages = new StrayMessages(Recorder::new);

    private void publish(Level level, String text, Throwable thrown, Object... parameters) {
        LogRecord message = new LogRecord(level, text);
        message.setLoggerName("io.grpc.Some");
        message.setThrown(thrown);
        message.setParameters(parameters);
        messages.publish(message);
    }

    @Test
    void messagesKeepLevelLoggerTextAndCause() {
        publish(Level.SEVERE, "runnable {0} failed", new IllegalStateException("late"), "r1");
        publish(Level.WARNING, "slow", null);
        publish(Level.INFO, "begun", null);
        publish(Level.CONFIG, "detail", null);
        assertThat(lines)
                .containsExactly(
                        "ERROR io.grpc.Some runnable r1 failed java.lang.IllegalStateException: late",
                        "WARN io.grpc.Some slow null",
                        "INFO io.grpc.Some begun null",
                        "DEBUG io.grpc.Some detail null");
    }

    @Test
    void aMessageWithoutALoggerIsNotLost() {
        messages.publish(new LogRecord(Level.SEVERE, "alone"));
        assertThat(lines).containsExactly("ERROR io.blink.core.lifecycle.StrayMessages alone null");
    }

    @Test
    void whatMayNotBeLoggedIsNot() {
        messages.setLevel(Level.WARNING);
        publish(Level.INFO, "begun", null);
        assertThat(lines).isEmpty();
    }

    private final class Recorder extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                org.slf4j.event.Level level, Marker marker, String text, Object[] arguments, Throwable thrown) {
            lines.add(level + " " + name + " " + text + " " + thrown);
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
