package io.blink.client;

import io.blink.core.error.BlinkException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blink}. */
@Command(
        name = "blink",
        description = "One SQL engine for batch and streams.",
        mixinStandardHelpOptions = true,
        version = "Blink 0.1.0",
        subcommands = {SqlCommand.class})
public final class BlinkCommand implements Runnable {
    /** A statement or a call failed. */
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** The exit code: 0 worked, 1 a statement or call failed, 2 the command line is wrong. */
    static int run(String... arguments) {
        return new CommandLine(new BlinkCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    if (exception instanceof BlinkException known) {
                        command.getErr().println("[ERROR] " + known.code().name() + ": " + known.getMessage());
                        return FAILED;
                    }
                    throw exception;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
