package io.blink.benchmarks;

import io.blink.benchmarks.chaos.ChaosCommand;
import io.blink.benchmarks.checkpoint.CheckpointsCommand;
import io.blink.benchmarks.micro.MicroCommand;
import io.blink.benchmarks.nexmark.NexmarkCommand;
import io.blink.benchmarks.planning.EstimatesCommand;
import io.blink.benchmarks.planning.PlanningCommand;
import io.blink.benchmarks.planning.StatisticsCommand;
import io.blink.benchmarks.recovery.RecoveryCommand;
import io.blink.benchmarks.stream.LatencyCommand;
import io.blink.benchmarks.stream.SoakCommand;
import io.blink.benchmarks.stream.StreamCommand;
import io.blink.benchmarks.suite.Suites;
import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.StrayMessages;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/bench}. */
@Command(
        name = "bench",
        description = "Measures Blink: suites of queries beside its peers, and streams.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StreamCommand.class,
            LatencyCommand.class,
            NexmarkCommand.class,
            SoakCommand.class,
            ChaosCommand.class,
            RecoveryCommand.class,
            CheckpointsCommand.class,
            MicroCommand.class,
            PlanningCommand.class,
            StatisticsCommand.class,
            EstimatesCommand.class
        })
public final class BenchCommand implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    public static void main(String[] words) {
        StrayMessages.toLog();
        CommandLine command = new CommandLine(new BenchCommand());
        for (String suite : Suites.NAMES) {
            command.addSubcommand(suite, new SuiteCommand(suite));
        }
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof BlinkException told) {
                System.err.println("[ERROR] " + told.code().name() + ": " + told.getMessage());
                return FAILED;
            }
            throw failure;
        });
        System.exit(command.execute(words));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to measure: a suite, nexmark, stream, latency, soak, chaos, recovery, checkpoints, jmh or planning.");
    }
}
