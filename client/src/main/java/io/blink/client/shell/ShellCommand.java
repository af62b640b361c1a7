package io.blink.client.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the shell itself understands; everything else is SQL. */
enum ShellCommand {
    /** Leaves the shell. */
    QUIT,
    /** Leaves the shell. */
    EXIT,
    /** Tells what can be typed. */
    HELP,
    /** Empties the screen. */
    CLEAR;

    /** Of the shells of PostgreSQL, Hive and DuckDB. */
    private static final Map<String, ShellCommand> OTHER_NAMES = Map.of(
            "\\q", QUIT, "!quit", QUIT, "!q", QUIT, ".quit", QUIT, ".exit", EXIT, "\\?", HELP, "!help", HELP, ".help",
            HELP);

    /** The command that a text consists of, with or without a semicolon. */
    static Optional<ShellCommand> of(String text) {
        String word = text.strip();
        String bare = word.endsWith(";") ? word.substring(0, word.length() - 1).strip() : word;
        if (OTHER_NAMES.containsKey(bare.toLowerCase(Locale.ROOT))) {
            return Optional.of(OTHER_NAMES.get(bare.toLowerCase(Locale.ROOT)));
        }
        return Arrays.stream(values())
                .filter(command -> command.name().equals(bare.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
