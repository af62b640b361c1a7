package io.blink.testing.script;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class SqlScriptTestsTest {
    @TestFactory
    Stream<DynamicNode> scriptsBecomeTests() {
        return SqlScriptTests.in(
                Path.of("src/test/resources/sql"),
                new ScriptTarget(CannedEngine::new, Set.of("canned"), Map.of("name", "Ada")));
    }
}
