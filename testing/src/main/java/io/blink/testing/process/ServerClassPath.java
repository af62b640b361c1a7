package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The jars of a server, as its module under {@code testing/servers} wrote them during the build. */
public final class ServerClassPath {
    /** Names the folder {@code testing/servers} when a process does not run inside the source tree. */
    public static final String SERVERS_FOLDER_PROPERTY = "blink.servers.folder";

    private ServerClassPath() {}

    /** The jars of {@code testing/servers/<module>}, for example {@code hadoop}. */
    public static List<Path> of(String module) {
        Path file = buildFolder(module).resolve("classpath");
        List<Path> jars = new ArrayList<>();
        for (String entry : read(file).split(Pattern.quote(File.pathSeparator))) {
            Path jar = Path.of(entry);
            if (!Files.exists(jar)) {
                throw new BlinkException(
                        TestingErrorCode.CLASS_PATH_MISSING,
                        jar + ", listed in " + file + ", is gone; run: " + buildCommand(module));
            }
            jars.add(jar);
        }
        return jars;
    }

    /** Where the build of {@code testing/servers/<module>} leaves its files. */
    public static Path buildFolder(String module) {
        return serversFolder().resolve(module).resolve("target");
    }

    /** The jar or classes folder that a class was loaded from, to hand it on to a process of its own. */
    public static Path containing(Class<?> loaded) {
        try {
            return Path.of(
                    loaded.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException exception) {
            throw new IllegalStateException(loaded + " was loaded from a place without a path", exception);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException exception) {
            String module = String.valueOf(file.getParent().getParent().getFileName());
            throw new BlinkException(
                    TestingErrorCode.CLASS_PATH_MISSING,
                    "Cannot read the server class path " + file + "; run: " + buildCommand(module),
                    exception);
        }
    }

    private static String buildCommand(String module) {
        return "mvn -pl testing/servers/" + module + " -am generate-resources";
    }

    private static Path serversFolder() {
        String configured = System.getProperty(SERVERS_FOLDER_PROPERTY);
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path servers = folder.resolve("testing/servers");
            if (Files.isDirectory(servers)) {
                return servers;
            }
        }
        throw new BlinkException(
                TestingErrorCode.CLASS_PATH_MISSING,
                "No folder testing/servers above " + start + "; run inside the source tree or set -D"
                        + SERVERS_FOLDER_PROPERTY);
    }
}
