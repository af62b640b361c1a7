package io.blink.client.script;

import io.blink.client.ClientErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Statements that are run one after the other without anybody who could be asked. */
public final class Script {
    /** As a file name: standard input. */
    private static final Path STANDARD_INPUT = Path.of("-");

    private final List<StatementText> statements;

    public Script(String text) {
        this.statements = StatementParser.splitScript(text);
    }

    /** @param file {@code -} for standard input */
    public static Script read(Path file) {
        if (file.equals(STANDARD_INPUT)) {
            return readStandardInput();
        }
        try {
            return new Script(Files.readString(file));
        } catch (IOException e) {
            throw notReadable("The script " + file, e);
        }
    }

    public static Script readStandardInput() {
        try {
            return new Script(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw notReadable("Standard input", e);
        }
    }

    private static BlinkException notReadable(String what, IOException e) {
        return new BlinkException(ClientErrorCode.SCRIPT_NOT_READABLE, what + " cannot be read: " + e.getMessage(), e);
    }

    /**
     * @param continueOnError whether to go on after a statement that failed
     * @param stopped whether to go on at all; asked between statements
     * @return whether all statements worked
     */
    public boolean run(StatementRunner runner, boolean continueOnError, BooleanSupplier stopped) {
        boolean allWorked = true;
        for (StatementText statement : statements) {
            if (stopped.getAsBoolean() || !(allWorked || continueOnError)) {
                return false;
            }
            allWorked &= runner.run(statement);
        }
        return allWorked;
    }
}
