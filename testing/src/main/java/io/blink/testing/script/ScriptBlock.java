package io.blink.testing.script;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One test of a script. Line numbers count from 1. */
sealed interface ScriptBlock {
    Place place();

    Condition condition();

    String statement();

    /** What a test report calls the block. */
    default String title() {
        String first = statement().lines().findFirst().orElse("");
        return place() + " " + (first.length() > 80 ? first.substring(0, 80) + "…" : first);
    }

    /** The statement must work. */
    record Success(Place place, Condition condition, String statement) implements ScriptBlock {}

    /** The statement must fail, with this code if one is given, and with a message in which the pattern is found if one is given. */
    record Failure(Place place, Condition condition, String statement, Optional<String> code, Optional<Pattern> message)
            implements ScriptBlock {}

    /**
     * The statement must return these rows.
     *
     * @param expectedFirstLine the line after {@code ----}, or the one after the statement where that is missing
     */
    record Query(
            Place place,
            Condition condition,
            String statement,
            List<ColumnClass> columns,
            boolean sorted,
            List<String> expected,
            int expectedFirstLine,
            boolean separatorPresent)
            implements ScriptBlock {}

    /** Where a block begins. */
    record Place(SqlScript script, int line) {
        @Override
        public String toString() {
            return script.file().getFileName() + ":" + line;
        }
    }

    /** Targets that a block is meant for; {@code except} stands with the reason why. */
    record Condition(Optional<String> only, Optional<String> except, String reason) {
        static final Condition ALWAYS = new Condition(Optional.empty(), Optional.empty(), "");

        boolean holds(Set<String> traits) {
            return only.map(traits::contains).orElse(true)
                    && !except.map(traits::contains).orElse(false);
        }
    }
}
