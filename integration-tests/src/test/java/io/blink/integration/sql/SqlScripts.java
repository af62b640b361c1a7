package io.blink.integration.sql;

import io.blink.testing.script.ScriptTarget;
import io.blink.testing.script.SqlEngine;
import io.blink.testing.script.SqlScriptTests;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The scripts of {@code src/test/resources/sql}: what runs in a batch, and of that what runs in a stream, gives the same rows wherever it runs. */
final class SqlScripts {
    /** What a session begins with in each mode. */
    static final Map<String, String> BATCH = Map.of("execution.runtime-mode", "batch");

    /** INSERT waits for its job, as it does in a batch. */
    static final Map<String, String> STREAMING =
            Map.of("execution.runtime-mode", "streaming", "table.dml-sync", "true");

    private static final Path FOLDER = Path.of("src/test/resources/sql");

    private SqlScripts() {}

    /** @param initial {@link #BATCH} or {@link #STREAMING} */
    static Stream<DynamicNode> on(Supplier<SqlEngine> engines, Map<String, String> initial) {
        String trait = initial.get("execution.runtime-mode");
        return SqlScriptTests.in(
                FOLDER,
                new ScriptTarget(
                        engines,
                        Set.of(trait),
                        Map.of("data", FOLDER.resolve("data").toAbsolutePath().toString())));
    }
}
