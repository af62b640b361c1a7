package io.blink.client;

import io.blink.core.lifecycle.StrayMessages;
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
        subcommands = {
            SqlCommand.class,
            JobCommands.ListJobs.class,
            JobCommands.CancelJob.class,
            JobCommands.StopJob.class,
            JobCommands.TakeSavepoint.class,
            JobCommands.JobInfo.class
        })
public final class BlinkCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        StrayMessages.toLog();
        System.exit(CommandLines.execute(new BlinkCommand(), arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
