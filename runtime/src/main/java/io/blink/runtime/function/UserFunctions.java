package io.blink.runtime.function;

import io.blink.core.config.Configuration;
import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.UserCode;
import io.blink.core.function.user.UserFunction;
import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.spi.function.FunctionContext;
import io.blink.core.spi.function.UserDefinedFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of users that one task has: loaded when the task is built, opened when first called, closed with the task. Used by one thread at a time. */
public final class UserFunctions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UserFunctions.class);

    /** Flink's key for what functions may ask for: {@code name:value,name:value}. */
    private static final String PARAMETERS = "pipeline.global-job-parameters";

    private final UserCode code;
    private final String jobId;
    private final Map<String, String> parameters;
    /** For what functions collect; {@code null} where none is called. */
    private final Supplier<MemoryPool> memory;

    private final List<MemoryReservation> reservations = new ArrayList<>();
    private final List<UserCode.Handle> handles = new ArrayList<>();
    private final List<OpenFunction> open = new ArrayList<>();

    private record OpenFunction(UserFunction function, UserDefinedFunction instance) {}

    private UserFunctions(UserCode code, String jobId, Map<String, String> parameters, Supplier<MemoryPool> memory) {
        this.code = code;
        this.jobId = jobId;
        this.parameters = parameters;
        this.memory = memory;
    }

    /** Of a task. @param memory of its slot */
    public static UserFunctions of(UserCode code, String jobId, Configuration settings, Supplier<MemoryPool> memory) {
        return new UserFunctions(code, jobId, parameters(settings), memory);
    }

    /** Where no function of a user is called: asking for one is a mistake of the caller. */
    public static UserFunctions none() {
        return new UserFunctions(null, "", Map.of(), null);
    }

    private static Map<String, String> parameters(Configuration settings) {
        Map<String, String> parameters = new HashMap<>(settings.asMap());
        for (String pair : parameters.getOrDefault(PARAMETERS, "").split(",")) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                parameters.put(
                        pair.substring(0, colon).strip(),
                        pair.substring(colon + 1).strip());
            }
        }
        return parameters;
    }

    /** Loads a function's class. May block on file systems. */
    public LoadedFunction load(UserFunction function) {
        if (code == null) {
            throw new IllegalStateException("no functions of users here: " + function);
        }
        UserCode.Handle handle = code.open(jobId, function.jars());
        handles.add(handle);
        FunctionClass type = FunctionClass.load(function.name(), function.className(), handle.loader());
        return new LoadedFunction(function, type, this);
    }

    void open(UserFunction function, UserDefinedFunction instance) {
        open.add(new OpenFunction(function, instance));
        try {
            instance.open(context(function, instance));
        } catch (Exception | LinkageError e) {
            throw FunctionErrors.failed(function, "open()", "", e);
        }
    }

    /** Memory for what a function collects, given back with the task at the latest. @param owner for messages */
    MemoryReservation reserve(String owner) {
        MemoryReservation reservation = memory.get().open(owner);
        reservations.add(reservation);
        return reservation;
    }

    private FunctionContext context(UserFunction function, UserDefinedFunction instance) {
        return new FunctionContext() {
            @Override
            public String getFunctionName() {
                return function.name();
            }

            @Override
            public String getJobParameter(String key, String defaultValue) {
                return parameters.getOrDefault(key, defaultValue);
            }

            @Override
            public ClassLoader getUserCodeClassLoader() {
                return instance.getClass().getClassLoader();
            }
        };
    }

    /** Closes what was opened; a failure is logged, since the task's rows are out by then. */
    @Override
    public void close() {
        for (OpenFunction function : open) {
            try {
                function.instance().close();
            } catch (Exception | LinkageError e) {
                LOG.warn("Function {} failed in close()", function.function().name(), e);
            }
        }
        open.clear();
        reservations.forEach(MemoryReservation::close);
        reservations.clear();
        handles.forEach(UserCode.Handle::close);
        handles.clear();
    }
}
