package io.blink.client;

import io.blink.client.result.ResultFormat;
import io.blink.client.result.ResultOutput;
import io.blink.client.script.JobProgress;
import io.blink.client.script.Script;
import io.blink.client.script.StatementRunner;
import io.blink.client.shell.Shell;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code blink sql}. */
@Command(
        name = "sql",
        description = "Runs SQL: a text, a script, or a shell if neither is given.",
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    /** Set by {@code bin/environment.sh} when standard error is a terminal. */
    private static final String MESSAGES_ON_TERMINAL = "blink.terminal";

    /** Set by {@code bin/environment.sh} when standard input is a terminal. */
    private static final String INPUT_FROM_TERMINAL = "blink.terminal.input";

    private static final String HISTORY = ".blink_history";

    private static final String EMBEDDED = "embedded";

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private StartingJars jars;

    @Parameters(arity = "0..1", paramLabel = "MODE", description = "embedded, as in Flink's client; there is no other.")
    private String mode;

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Statements to run, separated by semicolons.")
    private String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A script to run; - reads it from standard input.")
    private Path file;

    @Option(
            names = {"-i", "--init"},
            paramLabel = "FILE",
            description = "A script to run before the others; its results are not printed.")
    private Path init;

    @Option(
            names = {"-hist", "--history"},
            paramLabel = "FILE",
            description = "Where the shell keeps what was typed; by default .blink_history in the user's home.")
    private Path history = Path.of(System.getProperty("user.home"), HISTORY);

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), csv or json.")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(names = "--timing", description = "Prints a line about each statement on standard error.")
    private boolean timing;

    @Option(names = "--continue-on-error", description = "Goes on with a script after a statement has failed.")
    private boolean continueOnError;

    private final PrintStream messages = System.err;

    @Override
    public Integer call() throws Exception {
        if (text != null && file != null) {
            throw new ParameterException(spec.commandLine(), "-e and -f exclude each other.");
        }
        if (mode != null && !mode.equals(EMBEDDED)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + mode + "' is no mode: there is only " + EMBEDDED
                            + ", and --target says where jobs run. A statement stands behind -e, a script behind -f.");
        }
        try {
            return text == null && file == null && Boolean.getBoolean(INPUT_FROM_TERMINAL) ? shell() : script();
        } catch (BlinkException e) {
            if (e.code() == ClientErrorCode.OUTPUT_CLOSED) {
                return CommandLines.OUTPUT_CLOSED;
            }
            throw e;
        }
    }

    private int script() throws Exception {
        Script script = text != null ? new Script(text) : file != null ? Script.read(file) : Script.readStandardInput();
        PrintStream output = ResultOutput.standard();
        JobProgress progress = progress();
        try (ScriptSignals signals = new ScriptSignals(Thread.currentThread());
                OpenSession open = open(progress)) {
            boolean worked = initialize(open, progress, signals)
                    && script.run(runner(open, progress, output), continueOnError, signals::stopped);
            output.flush();
            // What is left of a signal must not disturb the end of the engine.
            Thread.interrupted();
            return signals.exitCode(worked ? 0 : CommandLines.FAILED);
        }
    }

    private boolean initialize(OpenSession open, JobProgress progress, ScriptSignals signals) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        StatementRunner quiet = new StatementRunner(
                open.session(), open.jobClient(), progress, ResultFormat.CSV, false, nowhere, messages);
        return new Script(jars.statements()).run(quiet, false, signals::stopped)
                && (init == null || Script.read(init).run(quiet, false, signals::stopped));
    }

    private int shell() throws Exception {
        JobProgress progress = progress();
        try (Terminal terminal = terminal();
                OpenSession open = open(progress)) {
            try (ScriptSignals signals = new ScriptSignals(Thread.currentThread())) {
                if (!initialize(open, progress, signals)) {
                    return signals.exitCode(CommandLines.FAILED);
                }
            }
            PrintStream output = ResultOutput.standard();
            new Shell(terminal, history, runner(open, progress, output), open.names(), messages).run();
            return 0;
        }
    }

    private static Terminal terminal() throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .encoding(StandardCharsets.UTF_8)
                .build();
    }

    private OpenSession open(JobProgress progress) {
        Configuration configuration = engine.configuration();
        return new OpenSession(
                configuration, engine.target(configuration), progress, notice -> messages.println("[NOTE] " + notice));
    }

    private JobProgress progress() {
        return new JobProgress(
                Boolean.getBoolean(MESSAGES_ON_TERMINAL) ? Optional.of(messages) : Optional.empty(), System::nanoTime);
    }

    private StatementRunner runner(OpenSession open, JobProgress progress, PrintStream output) {
        return new StatementRunner(open.session(), open.jobClient(), progress, format, timing, output, messages);
    }
}
