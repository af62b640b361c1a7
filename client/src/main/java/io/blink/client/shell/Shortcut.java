package io.blink.client.shell;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users of psql type: a backslash and letters for a statement, with or without a name behind them. */
enum Shortcut {
    TABLES("d", false, "SHOW TABLES"),
    ALL_TABLES("dt", false, "SHOW TABLES"),
    TABLE("d", true, "DESCRIBE EXTENDED %s"),
    VIEWS("dv", false, "SHOW VIEWS"),
    FUNCTIONS("df", false, "SHOW FUNCTIONS"),
    FUNCTION("df", true, "DESCRIBE FUNCTION %s"),
    DATABASES("l", false, "SHOW DATABASES"),
    DATABASE("c", true, "USE %s");

    private static final Pattern FORM = Pattern.compile("\\s*\\\\([a-z]+)(?:\\s+([^;\\s]+))?\\s*;?\\s*");

    private final String letters;
    private final boolean ofName;
    private final String statement;

    Shortcut(String letters, boolean ofName, String statement) {
        this.letters = letters;
        this.ofName = ofName;
        this.statement = statement;
    }

    /** The statement that a text stands for; empty if it is no shortcut. */
    static Optional<String> statement(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean named = form.group(2) != null;
        return Arrays.stream(values())
                .filter(shortcut -> shortcut.letters.equals(form.group(1)) && shortcut.ofName == named)
                .findFirst()
                .map(shortcut -> String.format(shortcut.statement, form.group(2)) + ";");
    }
}
