package io.blink.integration.cluster;

import io.blink.testing.process.LeftoverProcesses;
import io.blink.testing.process.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java process of one YARN container, found by the folder that it works in. Faults are real signals.
 *
 * @param node the NodeManager that started it, counted from 1
 */
public record ContainerProcess(ProcessHandle process, int node, String applicationId, String containerId) {
    private static final Pattern FOLDER = Pattern.compile(
            ".*/nodemanager-(\\d+)/.*/appcache/(application_\\d+_\\d+)/(container_(?:e\\d+_)?\\d+_\\d+_\\d+_\\d+)");
    private static final String MASTER = "io.blink.yarn.master.ApplicationMasterMain";
    private static final Pattern VIRTUAL_SIZE = Pattern.compile("VmSize:\\s+(\\d+) kB");

    /** All that live below the folder of a cluster's data. */
    static List<ContainerProcess> below(Path folder) {
        return LeftoverProcesses.workingBelow(folder).stream()
                .filter(ContainerProcess::isJava)
                .map(ContainerProcess::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isJava(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe"))
                    .endsWith("java");
        } catch (IOException gone) {
            return false;
        }
    }

    private static Optional<ContainerProcess> of(ProcessHandle process) {
        try {
            Matcher folder =
                    FOLDER.matcher(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                            .toString());
            return folder.matches()
                    ? Optional.of(new ContainerProcess(
                            process, Integer.parseInt(folder.group(1)), folder.group(2), folder.group(3)))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** By what it runs: a ResourceManager that was started again counts containers from 1 again, workers too. */
    public boolean isMaster() {
        try {
            return commandLine().contains(MASTER);
        } catch (IOException gone) {
            return false;
        }
    }

    public List<String> commandLine() throws IOException {
        return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .split("\0"));
    }

    /** What it works in, shipped files included. */
    public Path folder() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
    }

    Instant started() {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
    }

    /** {@code kill -STOP}. */
    public void pause() {
        Signals.send("STOP", process.pid());
    }

    /** {@code kill -CONT}. */
    public void resume() {
        Signals.send("CONT", process.pid());
    }

    public long virtualBytes() throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"), StandardCharsets.UTF_8)) {
            return lines.map(VIRTUAL_SIZE::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)) << 10)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
