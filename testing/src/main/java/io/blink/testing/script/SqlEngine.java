package io.blink.testing.script;

/**
 * What a script runs on: one session, so that settings and tables of a block are there for the next. Called by one thread; opened at a
 * script's first block and closed after its last.
 */
public interface SqlEngine extends AutoCloseable {
    /**
     * Runs one statement to its end.
     *
     * @throws io.blink.core.error.BlinkException when the statement is refused or fails; anything else that is thrown is a bug that fails the
     *     test even where an error is expected
     */
    SqlResult execute(String statement);

    @Override
    void close();
}
