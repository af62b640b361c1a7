package io.blink.integration.sql;

import io.blink.testing.script.ScriptTarget;
import io.blink.testing.script.SqlScriptTests;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The scripts of {@code src/test/resources/sql} in this process. */
class SqlScriptsTest {
    private static final Path FOLDER = Path.of("src/test/resources/sql");

    @TestFactory
    Stream<DynamicNode> batchesByReference() {
        return scripts(Map.of("taskmanager.numberOfTaskSlots", "2"));
    }

    @TestFactory
    Stream<DynamicNode> batchesInTheirWireForm() {
        return scripts(Map.of("taskmanager.numberOfTaskSlots", "3", "blink.network.force-wire", "true"));
    }

    private static Stream<DynamicNode> scripts(Map<String, String> settings) {
        return SqlScriptTests.in(
                FOLDER,
                new ScriptTarget(
                        () -> new LocalSqlEngine(settings),
                        Set.of("batch"),
                        Map.of("data", FOLDER.resolve("data").toAbsolutePath().toString())));
    }
}
