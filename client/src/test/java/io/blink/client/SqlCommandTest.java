package io.blink.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class SqlCommandTest {
    @Test
    void thereIsNoGateway() {
        StringWriter messages = new StringWriter();
        int code = new CommandLine(new BlinkCommand())
                .setErr(new PrintWriter(messages))
                .execute("sql", "gateway", "-e", "SELECT 1");
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(messages.toString()).startsWith("'gateway' is no mode: there is only embedded, and --target says");
    }
}
