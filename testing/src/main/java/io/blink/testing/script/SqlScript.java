package io.blink.testing.script;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A script file. Blocks stand between blank lines:
 *
 * <pre>
 * # A comment; may stand before a block.
 * set 'execution.mode' = 'batch'
 *
 * statement ok
 * CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = '${folder}/t', 'format' = 'csv')
 *
 * statement error DIVISION_BY_ZERO line 1, column 8
 * SELECT 1 / 0
 *
 * query IT rowsort
 * SELECT a, b FROM t
 * ----
 * 1 | one
 * 2 | NULL
 *
 * except streaming: ORDER BY without a time attribute
 * query I
 * SELECT a FROM t ORDER BY a DESC
 * ----
 * 2
 * 1
 *
 * include more.sqltest
 * </pre>
 *
 * After {@code statement error} comes an error code, or a regular expression that is found in the message, or both. After {@code query} comes
 * a letter for each column (I integer, N decimal, R floating, T text, B boolean, D date and time, X binary and nested, ? any), then
 * {@code rowsort} where the order of rows does not matter or {@code nosort} (the default). Rows are written as {@link RowText} says.
 * {@code set} lines are statements. {@code only TRAIT} and {@code except TRAIT: reason} before a block restrict it to targets with or
 * without that trait; behind {@code rest} they restrict all blocks that follow in the file. <code>${name}</code> is replaced by a variable of the caller; <code>${folder}</code> is a fresh folder of the script.
 */
record SqlScript(Path file, List<String> lines) {
    static SqlScript read(Path file) {
        try {
            return new SqlScript(file, Files.readAllLines(file));
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read the SQL script " + file, exception);
        }
    }

    /** Counted from 1. */
    String line(int number) {
        return lines.get(number - 1);
    }

    int lineCount() {
        return lines.size();
    }

    boolean isBlank(int number) {
        return number > lineCount() || line(number).isBlank();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqlScript script && script.file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
