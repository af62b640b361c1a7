package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what runs out of a folder: servers by the marker on their command line, and what they started (YARN containers, which outlive a
 * killed NodeManager) by its working directory. Other processes are never touched, whatever a stale pid file says.
 */
public final class LeftoverProcesses {
    private static final String MARKER = "-Dblink.server.folder=";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private LeftoverProcesses() {}

    static String marker(Path folder) {
        return MARKER + folder;
    }

    /** Servers that were started in {@code folder} and still run. */
    public static List<ProcessHandle> servers(Path folder) {
        String marker = marker(folder.toAbsolutePath().normalize());
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(marker))
                .toList();
    }

    /** The servers of {@link #servers} by the name they were started under, in the order of their names. */
    public static SortedMap<String, ProcessHandle> serversByName(Path folder) {
        Set<Long> running = servers(folder).stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        SortedMap<String, ProcessHandle> named = new TreeMap<>();
        for (Path file : pidFiles(folder.resolve("run"))) {
            long pid = readPid(file);
            String name = file.getFileName().toString().replaceFirst("\\.pid$", "");
            if (running.contains(pid)) {
                ProcessHandle.of(pid).ifPresent(process -> named.put(name, process));
            }
        }
        return named;
    }

    /** Processes that work in a folder below {@code folder} without being one of {@link #servers}. */
    public static List<ProcessHandle> workingBelow(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        return ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process)
                        .filter(directory -> directory.startsWith(root) && !directory.equals(root))
                        .isPresent())
                .toList();
    }

    /** {@code kill -9} for each, returning when all are gone. */
    public static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException exception) {
                throw new IllegalStateException("Process " + process.pid() + " outlived SIGKILL", exception);
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<Path> pidFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid")).toList();
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot list " + folder, exception);
        }
    }

    private static long readPid(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read " + file, exception);
        } catch (NumberFormatException tornWrite) {
            return -1;
        }
    }

    private static List<String> commandLine(ProcessHandle process) {
        try {
            String words = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(words.split("\0"));
        } catch (IOException goneOrForeign) {
            return List.of();
        }
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")));
        } catch (IOException goneOrForeign) {
            return Optional.empty();
        }
    }
}
