package io.blink.yarn.container;

import io.blink.yarn.ApplicationFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The program on the cluster, the same for master and workers: handed on from the client to the master, and from there to the workers.
 *
 * @param library the archive of {@code lib}, {@code plugins} and {@code conf}
 * @param classPath relative to a container's folder, jars in a fixed order, {@code conf} and then the user's: the JVM takes an archive of loaded classes only with
 *     a class path that begins as the one it was made with, and makes none of classes behind a folder
 * @param loadedClasses the archive of loaded classes for that class path, where the client had one; a node with another Java starts without
 */
public record ProgramFiles(Path library, String classPath, Optional<Path> loadedClasses) {
    /** The name of {@link #loadedClasses} in a container's folder. */
    static final String LOADED_CLASSES_NAME = "blink.jsa";

    private static final String LIBRARY = "BLINK_LIBRARY";
    private static final String LOADED_CLASSES = "BLINK_LOADED_CLASSES";

    /** @param jars the names of all files in {@code lib} @param shippedJars the user's, relative to a container's folder */
    public static ProgramFiles of(
            Path library, List<String> jars, List<String> shippedJars, Optional<Path> loadedClasses) {
        String folder = ApplicationFiles.LIBRARY_NAME;
        String classPath = Stream.of(
                        jars.stream().sorted().map(jar -> folder + "/lib/" + jar),
                        Stream.of(folder + "/conf"),
                        shippedJars.stream())
                .flatMap(part -> part)
                .collect(Collectors.joining(":"));
        return new ProgramFiles(library, classPath, loadedClasses);
    }

    /** Of the process that asks, which was started with {@link #environment}. */
    public static ProgramFiles ofThisProcess() {
        String library = System.getenv(LIBRARY);
        if (library == null) {
            throw new IllegalStateException(
                    "the environment lacks " + LIBRARY + ": this program is started by YARN alone");
        }
        return new ProgramFiles(
                new Path(library),
                System.getProperty("java.class.path"),
                Optional.ofNullable(System.getenv(LOADED_CLASSES)).map(Path::new));
    }

    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put(LIBRARY, library.toString());
        loadedClasses.ifPresent(file -> environment.put(LOADED_CLASSES, file.toString()));
        return environment;
    }

    /** A Java that the archive is not for goes on without it, and without the errors that it would print about that. */
    List<String> jvmFlags() {
        return loadedClasses.isPresent()
                ? List.of("-XX:SharedArchiveFile=" + LOADED_CLASSES_NAME, "'-Xlog:cds*=off'")
                : List.of();
    }
}
