package io.blink.core.error;

import static java.util.Objects.requireNonNull;

/** What someone outside the code is told: a stable code and a message that names the thing, the value and what to do. */
public final class BlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    public BlinkException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public BlinkException(ErrorCode code, String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.code = requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }
}
