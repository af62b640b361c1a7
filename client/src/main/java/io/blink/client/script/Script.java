package io.blink.client.script;

import io.blink.client.ClientErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** Statements that are run one after the other, once, without anybody who could be asked. */
public final class Script {
    /** As a file name: standard input. */
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Iterator<StatementText> statements;

    public Script(String text) {
        this(StatementParser.splitScript(text).iterator());
    }

    private Script(Iterator<StatementText> statements) {
        this.statements = statements;
    }

    /** @param file {@code -} for standard input */
    public static Script read(Path file) {
        if (file.equals(STANDARD_INPUT)) {
            return readStandardInput();
        }
        try {
            return new Script(Files.readString(file));
        } catch (IOException e) {
            throw new BlinkException(
                    ClientErrorCode.SCRIPT_NOT_READABLE,
                    "The script " + file + " cannot be read: " + reason(e) + ".",
                    e);
        }
    }

    /** A missing file's exception has only its name as the message. */
    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    /** Its statements run as they come. */
    public static Script readStandardInput() {
        return new Script(IncomingStatements.from(new FileInputStream(FileDescriptor.in)));
    }

    /** Whether the last statement is ended by a semicolon outside of strings, names and comments; also when there is none. */
    public static boolean isWhole(String text) {
        return IncomingStatements.areWhole(text);
    }

    /**
     * @param continueOnError whether to go on after a statement that failed
     * @param stopped whether to go on at all; asked between statements
     * @return whether all statements worked
     */
    public boolean run(StatementRunner runner, boolean continueOnError, BooleanSupplier stopped) {
        boolean allWorked = true;
        while (!stopped.getAsBoolean() && (allWorked || continueOnError)) {
            if (!statements.hasNext()) {
                return allWorked;
            }
            allWorked &= runner.run(statements.next());
        }
        return false;
    }
}
