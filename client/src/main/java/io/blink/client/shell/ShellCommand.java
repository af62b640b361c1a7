package io.blink.client.shell;

import java.util.Arrays;
import java.util.Locale;
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

    /** The command that a text consists of, with or without a semicolon. */
    static Optional<ShellCommand> of(String text) {
        String word = text.strip();
        String bare = word.endsWith(";") ? word.substring(0, word.length() - 1).strip() : word;
        return Arrays.stream(values())
                .filter(command -> command.name().equals(bare.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
