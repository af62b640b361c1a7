package io.blink.runtime.function;

import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.UserFunction;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.spi.function.UserDefinedFunction;

/** A function whose class is there. */
public record LoadedFunction(UserFunction function, FunctionClass type, UserFunctions owner) {
    /** A fresh instance that {@link #open} has not been called for. */
    public UserDefinedFunction instance() {
        return type.instance();
    }

    /** Opens an instance; it is closed with the task. */
    public void open(UserDefinedFunction instance) {
        owner.open(function, instance);
    }

    /** Memory for what the function collects; given back with the task at the latest. @param place of the call, for messages */
    MemoryReservation reserve(String place) {
        return owner.reserve("function " + function.name() + place);
    }
}
