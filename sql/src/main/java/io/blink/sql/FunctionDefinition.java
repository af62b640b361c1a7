package io.blink.sql;

import java.util.List;

/**
 * What CREATE and ALTER FUNCTION say of a function.
 *
 * @param language as written, JAVA without one
 * @param jars paths, as written
 */
public record FunctionDefinition(String className, String language, List<String> jars) {
    public FunctionDefinition {
        jars = List.copyOf(jars);
    }
}
