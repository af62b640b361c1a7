package io.blink.testing.process;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of one kind of server, and the archive of the classes that it loads when it starts. The archive is a file of the JVM's (application
 * class data sharing) below the build folder of the server's module; a server starts with it in about half the CPU time, and without it as ever. Its name
 * holds the Java and each jar with size and time, because the JVM takes an archive only for exactly those.
 */
public final class ServerClasses {
    /** What a start does about the archive. */
    public enum Archive {
        /** Starts with the one that is there, if any. */
        USED,
        /** Makes a new one when the server ends: {@link ServerClasses#keepArchive} must follow. */
        MADE
    }

    private final List<Path> classPath;
    private final Path file;
    private final Archive archive;

    private ServerClasses(List<Path> classPath, Path file, Archive archive) {
        this.classPath = classPath;
        this.file = file;
        this.archive = archive;
    }

    /** The jars of {@code testing/servers/<module>} behind a {@link ServerJar} of their own. */
    public static List<Path> jars(String module) {
        List<Path> published = ServerClassPath.of(module);
        List<Path> jars = new ArrayList<>(List.of(ServerJar.in(ServerClassPath.buildFolder(module), published)));
        jars.addAll(published);
        return List.copyOf(jars);
    }

    /** The same for servers that read their jars for web pages: those are copied without compression. */
    public static List<Path> webServerJars(String module) {
        Path folder = ServerClassPath.buildFolder(module);
        return jars(module).stream()
                .map(jar -> !jar.startsWith(folder) && ServerJar.hasWebPages(jar) ? StoredJar.of(jar, folder) : jar)
                .toList();
    }

    /**
     * @param jars of {@link #jars} or {@link #webServerJars}
     * @param kind servers of one kind load the same classes
     * @param configuration folders; they come behind the jars, because the JVM archives no class that it finds behind a folder
     */
    public static ServerClasses of(
            List<Path> jars, String kind, JavaHome javaHome, List<Path> configuration, Archive archive) {
        requireNonNull(archive, "archive");
        Path file = jars.get(0).resolveSibling("classes-" + kind + "-" + key(javaHome, jars) + ".jsa");
        List<Path> classPath = new ArrayList<>(jars);
        classPath.addAll(configuration);
        return new ServerClasses(List.copyOf(classPath), file, archive);
    }

    public List<Path> classPath() {
        return classPath;
    }

    public boolean hasArchive() {
        return Files.exists(file);
    }

    public List<String> jvmArguments() {
        if (archive == Archive.MADE) {
            return List.of("-XX:ArchiveClassesAtExit=" + draft());
        }
        return hasArchive() ? List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto") : List.of();
    }

    /** After the end of a server that made one: replaces the archives of earlier jars. @return whether the JVM had made one */
    public boolean keepArchive() {
        if (!Files.exists(draft())) {
            return false;
        }
        String name = file.getFileName().toString();
        String kind = name.substring(0, name.lastIndexOf('-') + 1);
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path earlier : files.filter(
                            other -> other.getFileName().toString().startsWith(kind)
                                    && other.toString().endsWith(".jsa"))
                    .toList()) {
                Files.delete(earlier);
            }
            Files.move(draft(), file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot keep the archive " + file, exception);
        }
    }

    private Path draft() {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static String key(JavaHome javaHome, List<Path> jars) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Path release = javaHome.folder().resolve("release");
            digest.update(javaHome.folder().toString().getBytes(StandardCharsets.UTF_8));
            if (Files.exists(release)) {
                digest.update(Files.readAllBytes(release));
            }
            for (Path jar : jars) {
                String entry = jar + "|" + Files.size(jar) + "|"
                        + Files.getLastModifiedTime(jar).toMillis() + "\n";
                digest.update(entry.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot look at the jars " + jars, exception);
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java has SHA-256", exception);
        }
    }
}
