package io.blink.client;

import io.blink.client.result.ResultFormat;
import io.blink.client.script.StatementRunner;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.session.JobListener;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code blink sql}. */
@Command(
        name = "sql",
        description = "Runs SQL: a text, a script, or a shell if neither is given.",
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private EngineOptions engine;

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            description = "Statements to run, separated by semicolons.")
    private String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A script to run.")
    private Path file;

    @Option(
            names = {"-i", "--init"},
            paramLabel = "FILE",
            description = "A script to run before the others; its results are not printed.")
    private Path init;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), csv or json.")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(names = "--timing", description = "Prints a line about each statement on standard error.")
    private boolean timing;

    @Option(names = "--continue-on-error", description = "Goes on with a script after a statement has failed.")
    private boolean continueOnError;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = engine.configuration();
        PrintStream output = new PrintStream(
                new java.io.BufferedOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.UTF_8);
        PrintStream messages = System.err;
        try (OpenSession open = new OpenSession(
                configuration,
                engine.target(configuration),
                JobListener.NONE,
                notice -> messages.println("[NOTE] " + notice))) {
            StatementRunner runner = new StatementRunner(open.session(), format, timing, output, messages);
            boolean worked = run(runner, script());
            output.flush();
            return worked ? 0 : CommandLines.FAILED;
        }
    }

    private String script() {
        if (text != null) {
            return text;
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BlinkException(
                    ClientErrorCode.SCRIPT_NOT_READABLE,
                    "The script " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private boolean run(StatementRunner runner, String script) {
        boolean allWorked = true;
        List<StatementText> statements = StatementParser.splitScript(script);
        for (StatementText statement : statements) {
            if (!runner.run(statement)) {
                allWorked = false;
                if (!continueOnError) {
                    return false;
                }
            }
        }
        return allWorked;
    }
}
