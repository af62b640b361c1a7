package io.blink.benchmarks.nexmark;

import io.blink.testing.peers.PeerProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Blink's engine in a process of its own, of the classes that this process has. */
final class BlinkProgram implements PeerProgram {
    @Override
    public List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
    }

    @Override
    public String mainClass() {
        return BlinkStatements.class.getName();
    }

    @Override
    public List<String> jvmOptions() {
        return List.of();
    }

    @Override
    public String toString() {
        return "BLINK";
    }
}
