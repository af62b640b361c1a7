package io.blink.testing.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.FunctionJar;
import io.blink.core.function.user.UserCode;
import io.blink.core.spi.filesystem.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCodeTest {
    @TempDir
    private Path folder;

    private UserCode code;
    private Path jar;

    @BeforeEach
    void open() {
        code = new UserCode(new FileSystems(List.of(), Configuration.empty()), folder.resolve("copies"));
        jar = compiled("a.jar", "1");
    }

    @AfterEach
    void close() {
        code.close();
    }

    private Path compiled(String name, String value) {
        return FunctionJarCompiler.compile(folder, name, Map.of("acme.One", """
                package acme;
                public final class One extends io.blink.core.spi.function.ScalarFunction {
                    public int eval() { return %s; }
                }
                """.formatted(value)));
    }

    @Test
    void jobsShareNoClassAndTheLastUserClosesTheLoader() throws Exception {
        FunctionJar described = code.describe(jar.toString());
        UserCode.Handle first = code.open("job1", List.of(described));
        UserCode.Handle second = code.open("job1", List.of(described));
        UserCode.Handle other = code.open("job2", List.of(described));
        assertThat(first.loader()).isSameAs(second.loader()).isNotSameAs(other.loader());
        assertThat(FunctionClass.load("one", "acme.One", first.loader()).signatures())
                .hasToString("[() -> INT]");
        first.close();
        first.close();
        assertThat(code.openLoaders()).hasSize(2);
        second.close();
        other.close();
        assertThat(code.openLoaders()).isEmpty();
    }

    @Test
    void theClassesSeeTheApiAndNoLibraryOfTheEngine() {
        UserCode.Handle handle = code.open("job", List.of(code.describe(jar.toString())));
        assertThatThrownBy(() -> handle.loader().loadClass("com.fasterxml.jackson.databind.ObjectMapper"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> handle.loader().loadClass(getClass().getName()))
                .isInstanceOf(ClassNotFoundException.class);
        handle.close();
    }

    @Test
    void aJarThatHasChangedSinceThePlanIsRefused() throws IOException {
        FunctionJar planned = code.describe(jar.toString());
        Files.delete(code.localCopy(planned));
        Files.copy(compiled("b.jar", "2"), jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> code.open("job", List.of(planned)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.INVALID_FUNCTION))
                .hasMessageContaining("has changed since the statement was planned");
    }

    @Test
    void aCopyServesWhenTheJarIsGone() throws IOException {
        FunctionJar planned = code.describe(jar.toString());
        Files.delete(jar);
        code.open("job", List.of(planned)).close();
        assertThatThrownBy(() -> code.describe(jar.toString())).hasMessageContaining(jar.toString());
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no zip");
        assertThatThrownBy(() -> code.describe(text.toString())).hasMessageContaining("it is no jar");
    }
}
