package io.blink.client;

import io.blink.core.error.BlinkException;
import picocli.CommandLine;

/** What all commands share: how errors look and which exit code they give. */
public final class CommandLines {
    /** A statement or a call failed. */
    static final int FAILED = 1;

    /** Nobody reads the output any more: what shells report for other programs that a closed pipe ends. */
    static final int OUTPUT_CLOSED = 141;

    private CommandLines() {}

    /** The exit code: 0 worked, 1 a statement or call failed, 2 the command line is wrong. */
    public static int execute(Object command, String... arguments) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, failed, parsed) -> {
                    if (exception instanceof BlinkException known) {
                        failed.getErr().println("[ERROR] " + known.code().name() + ": " + known.getMessage());
                        return FAILED;
                    }
                    throw exception;
                })
                .execute(arguments);
    }
}
