package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JDK or JRE that was looked at: {@code bin/java} is there.
 */
public record JavaHome(Path folder) {
    /** Names the JDK that servers run on when it is not the one of the caller. */
    public static final String SERVERS_PROPERTY = "blink.servers.java.home";

    public JavaHome {
        if (!Files.isExecutable(folder.resolve("bin/java"))) {
            throw new BlinkException(
                    TestingErrorCode.JDK_MISSING,
                    "No JDK at " + folder + ": bin/java is missing; set JAVA_HOME or -D" + SERVERS_PROPERTY
                            + " to a JDK of version 17 or newer");
        }
    }

    /** The JDK for servers: the system property's, else the one this process runs on. */
    public static JavaHome forServers() {
        return new JavaHome(Path.of(System.getProperty(SERVERS_PROPERTY, System.getProperty("java.home"))));
    }

    public Path launcher() {
        return folder.resolve("bin/java");
    }
}
