package io.blink.client.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncomingStatementsTest {
    private static IncomingStatements of(String text) {
        return new IncomingStatements(new BufferedReader(new StringReader(text)));
    }

    @Test
    void aStatementIsThereOnceItsSemicolonIs() throws IOException {
        try (PipedWriter writer = new PipedWriter();
                PipedReader reader = new PipedReader(writer)) {
            IncomingStatements statements = new IncomingStatements(new BufferedReader(reader));
            writer.write("SELECT ';'\n, 1;\n");
            assertThat(statements.next().text()).isEqualTo("SELECT ';'\n, 1");
            writer.write("SELECT 2; SELECT 3;\n");
            assertThat(statements.next().text()).isEqualTo("SELECT 2");
            assertThat(statements.next().text()).isEqualTo("SELECT 3");
            writer.close();
            assertThat(statements.hasNext()).isFalse();
        }
    }

    @Test
    void aPipeIsReadAsItComes(@TempDir Path folder) throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // Both ends in one: opening a pipe waits for the other end.
        try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw");
                FileInputStream reader = new FileInputStream(pipe.toFile())) {
            IncomingStatements statements = IncomingStatements.from(reader);
            writer.write("SELECT 1;\n".getBytes(StandardCharsets.UTF_8));
            assertThat(statements.next().text()).isEqualTo("SELECT 1");
            Thread.currentThread().interrupt();
            assertThat(statements.hasNext()).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void placesCountFromTheBeginningOfTheWholeText() {
        IncomingStatements statements = of("SELECT 1;\n\n-- a comment;\n  SELECT 2;\nSELECT\n3");
        assertThat(statements.next().start()).isEqualTo(new SourcePosition(1, 1));
        assertThat(statements.next().start()).isEqualTo(new SourcePosition(4, 3));
        assertThat(statements.next().start()).isEqualTo(new SourcePosition(5, 1));
        assertThat(statements.hasNext()).isFalse();
    }

    @Test
    void aStringThatNeverEndsIsAnErrorAtTheEnd() {
        IncomingStatements statements = of("SELECT 1;\nSELECT 'a;\n");
        assertThat(statements.next().text()).isEqualTo("SELECT 1");
        assertThatThrownBy(statements::hasNext).isInstanceOf(BlinkException.class);
    }
}
