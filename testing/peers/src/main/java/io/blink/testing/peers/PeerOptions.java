package io.blink.testing.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How an engine is started.
 *
 * @param folder where its log, its statements and its temporary files go
 * @param command put before the launcher, for example {@code taskset -c 0,1}
 * @param jvmOptions heap and the like
 * @param settings settings of the engine by its own names
 */
public record PeerOptions(
        PeerProgram program, Path folder, List<String> command, List<String> jvmOptions, Map<String, String> settings) {
    public PeerOptions {
        folder = folder.toAbsolutePath();
        command = List.copyOf(command);
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }
}
