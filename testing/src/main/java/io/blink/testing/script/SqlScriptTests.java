package io.blink.testing.script;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Scripts as JUnit tests, for a {@code @TestFactory}: a container for each {@code .sqltest} file below a folder, a test for each block. Pass the
 * source folder ({@code src/test/resources/sql}), because {@code -Dblink.sqltest.rewrite=true} writes the actual rows back into it (with Surefire: {@code -Dtest.jvm.extra=-Dblink.sqltest.rewrite=true}).
 */
public final class SqlScriptTests {
    /** When true, expected rows and column letters are replaced by what the run returned. */
    public static final String REWRITE_PROPERTY = "blink.sqltest.rewrite";

    private static final String SUFFIX = ".sqltest";

    private SqlScriptTests() {}

    /** All scripts below {@code folder}; blocks that are not meant for the target's traits are left out. */
    public static Stream<DynamicNode> in(Path folder, ScriptTarget target) {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot list the scripts in " + folder, exception);
        }
        if (files.isEmpty()) {
            throw new BlinkException(
                    TestingErrorCode.FILE_ACCESS, "No " + SUFFIX + " file below " + folder.toAbsolutePath());
        }
        return files.stream().map(file -> script(folder, file, target));
    }

    private static DynamicNode script(Path folder, Path file, ScriptTarget target) {
        Path scratch = scratchFolder();
        Map<String, String> variables = new HashMap<>(target.variables());
        variables.put("folder", scratch.toString());
        Optional<ExpectedRowsRewriter> rewriter =
                Boolean.getBoolean(REWRITE_PROPERTY) ? Optional.of(new ExpectedRowsRewriter()) : Optional.empty();
        SqlScriptRun run = new SqlScriptRun(target.engines(), variables, rewriter);
        Stream<DynamicNode> blocks = SqlScriptParser.parse(file).stream()
                .filter(block -> block.condition().holds(target.traits()))
                .map(block -> DynamicTest.dynamicTest(block.title(), () -> run.run(block)));
        return DynamicContainer.dynamicContainer(folder.relativize(file).toString(), blocks.onClose(() -> {
            try {
                run.close();
            } finally {
                delete(scratch);
            }
        }));
    }

    private static Path scratchFolder() {
        try {
            return Files.createTempDirectory("sqltest");
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot create a folder for a script", exception);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot delete " + folder, exception);
        }
    }
}
