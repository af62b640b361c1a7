package io.blink.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final int port = Ports.free(Set.of());

    @Test
    void killedServerStartsAgainOnTheSamePort() {
        try (ServerProcess server = EchoServer.process(folder, Integer.toString(port), Lifetime.ATTACHED)) {
            server.start();
            server.awaitReady(TIMEOUT);
            long first = server.pid();
            server.kill();
            assertThat(server.isAlive()).isFalse();
            assertThat(server.answers()).isFalse();

            server.start();
            server.awaitReady(TIMEOUT);
            assertThat(server.pid()).isNotEqualTo(first);
            assertThat(LeftoverProcesses.serversByName(folder)).containsOnlyKeys("echo");
        }
        assertThat(LeftoverProcesses.servers(folder)).isEmpty();
    }

    @Test
    void pausedServerAnswersOnlyAfterItResumes() {
        try (ServerProcess server = EchoServer.process(folder, Integer.toString(port), Lifetime.ATTACHED)) {
            server.start();
            server.awaitReady(TIMEOUT);
            server.pause();
            assertThat(server.answers()).isFalse();
            server.resume();
            server.awaitReady(TIMEOUT);
        }
    }

    @Test
    void failingMainIsReportedWithTheEndOfItsLog() {
        try (ServerProcess server = EchoServer.process(folder, "fail", Lifetime.DETACHED)) {
            server.start();
            assertThat(server.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThatThrownBy(() -> server.awaitReady(TIMEOUT))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining("echo (process " + server.pid() + ") ended while it started")
                    .hasMessageContaining("told to fail");
        }
    }

    @Test
    void attachedServerDiesWithItsKilledParent() throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                ServerClassPath.containing(EchoServer.class).toString(),
                ServerClassPath.containing(ServerMain.class).toString(),
                ServerClassPath.containing(BlinkException.class).toString());
        Process parent = new ProcessBuilder(
                        JavaHome.forServers().launcher().toString(),
                        "-cp",
                        classPath,
                        AttachingParent.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = parent.inputReader(StandardCharsets.UTF_8);
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        parent.destroyForcibly();
        child.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(LeftoverProcesses.servers(folder)).isEmpty();
    }

    @Test
    void detachedServerIsFoundByItsFolder() {
        ServerProcess server = EchoServer.process(folder, Integer.toString(port), Lifetime.DETACHED);
        server.start();
        server.awaitReady(TIMEOUT);
        assertThat(LeftoverProcesses.servers(folder))
                .extracting(ProcessHandle::pid)
                .containsExactly(server.pid());
        LeftoverProcesses.kill(LeftoverProcesses.servers(folder));
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void missingJdkIsNamed() {
        assertThatThrownBy(() -> new JavaHome(folder))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("No JDK at " + folder);
    }
}
