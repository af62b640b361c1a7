package io.blink.testing.peers;

import java.nio.file.Path;
import java.util.List;

/** What runs in a peer's process. */
public interface PeerProgram {
    /** What the class path has besides {@link StatementLoop}'s own classes. */
    List<Path> classPath();

    /** Its {@code main} takes settings of the engine as {@code KEY=VALUE} and runs a {@link StatementLoop}. */
    String mainClass();

    /** What the JVM cannot do without. */
    List<String> jvmOptions();
}
