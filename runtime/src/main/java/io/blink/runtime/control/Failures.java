package io.blink.runtime.control;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;
import io.blink.runtime.RuntimeErrorCode;

/** Errors as control messages. */
public final class Failures {
    private Failures() {}

    public static Failure of(Throwable error) {
        ErrorCode code = error instanceof BlinkException known ? known.code() : RuntimeErrorCode.TASK_FAILED;
        String message = error instanceof BlinkException ? error.getMessage() : error + place(error);
        return Failure.newBuilder()
                .setCode(code.name())
                .setCodeNumber(code.number())
                .setType(code.type().name())
                .setMessage(message)
                .build();
    }

    /** Of an error that nobody expected: where it was thrown. */
    private static String place(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    /** The failure as an exception of this process; its code carries the original name, number and type. */
    public static BlinkException toException(Failure failure) {
        return new BlinkException(
                new ReceivedErrorCode(failure.getCode(), failure.getCodeNumber(), type(failure)), failure.getMessage());
    }

    public static ErrorType type(Failure failure) {
        for (ErrorType type : ErrorType.values()) {
            if (type.name().equals(failure.getType())) {
                return type;
            }
        }
        return ErrorType.INTERNAL;
    }

    private record ReceivedErrorCode(String name, int number, ErrorType type) implements ErrorCode {}
}
