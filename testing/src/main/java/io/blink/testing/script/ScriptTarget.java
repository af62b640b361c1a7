package io.blink.testing.script;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a folder of scripts runs on.
 *
 * @param engines opens a new session for each script
 * @param traits the words that scripts ask for with {@code only} and {@code except}, for example {@code streaming}
 * @param variables the values of <code>${name}</code>
 */
public record ScriptTarget(Supplier<? extends SqlEngine> engines, Set<String> traits, Map<String, String> variables) {
    public ScriptTarget {
        requireNonNull(engines, "engines");
        traits = Set.copyOf(traits);
        variables = Map.copyOf(variables);
    }

    /** Without traits and variables. */
    public ScriptTarget(Supplier<? extends SqlEngine> engines) {
        this(engines, Set.of(), Map.of());
    }
}
