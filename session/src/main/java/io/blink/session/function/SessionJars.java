package io.blink.session.function;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.FunctionJar;
import io.blink.core.function.user.UserCode;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.LocalFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The jars that functions of a session come from, the classes that were found in them, and where jobs find them. */
final class SessionJars implements AutoCloseable {
    private static final String OWNER = "session";

    private final FileSystems fileSystems;
    private final Set<String> added = new LinkedHashSet<>();
    private final Map<String, Known> described = new HashMap<>();
    private final Map<List<FunctionJar>, UserCode.Handle> loaders = new HashMap<>();
    private final Map<ClassKey, FunctionClass> classes = new HashMap<>();
    private final Map<String, String> published = new HashMap<>();
    private final Resources resources = new Resources("the session's functions");
    private JarPublisher publisher = (sha256, jar) -> jar.toAbsolutePath().toString();
    private UserCode code;

    /** A jar as it was when it had this size and age. */
    private record Known(long bytes, long modifiedMillis, FunctionJar jar) {}

    private record ClassKey(String function, String className, List<FunctionJar> jars) {}

    SessionJars(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    void publishWith(JarPublisher newPublisher) {
        publisher = newPublisher;
    }

    private UserCode code() {
        if (code == null) {
            try {
                Path folder = Files.createTempDirectory("blink-functions");
                resources.add(() -> new LocalFileSystem().delete(folder.toString()));
                code = resources.add(new UserCode(fileSystems, folder));
            } catch (IOException e) {
                throw new BlinkException(
                        CoreErrorCode.FILE_SYSTEM,
                        "There is no place for copies of jars in " + System.getProperty("java.io.tmpdir") + ": " + e,
                        e);
            }
        }
        return code;
    }

    /** For all functions from now on. */
    void add(String path) {
        describe(path);
        added.add(path);
    }

    boolean remove(String path) {
        return added.remove(path);
    }

    List<String> added() {
        return List.copyOf(added);
    }

    /** A function's own jars and those of the session. */
    List<FunctionJar> jars(List<String> own) {
        Set<String> paths = new LinkedHashSet<>(own);
        paths.addAll(added);
        List<FunctionJar> jars = new ArrayList<>();
        paths.forEach(path -> jars.add(describe(path)));
        return jars;
    }

    private FunctionJar describe(String path) {
        try {
            FileStatus status = fileSystems
                    .of(path)
                    .status(path)
                    .orElseThrow(() -> new BlinkException(
                            CoreErrorCode.INVALID_FUNCTION,
                            "There is no jar " + path + "; check the path in USING JAR or ADD JAR."));
            Known known = described.get(path);
            if (known == null
                    || known.bytes() != status.length()
                    || known.modifiedMillis() != status.modificationMillis()) {
                known = new Known(status.length(), status.modificationMillis(), code().describe(path));
                described.put(path, known);
            }
            return known.jar();
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_FUNCTION, "The jar " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    FunctionClass load(String function, String className, List<FunctionJar> jars) {
        ClassKey key = new ClassKey(function, className, jars);
        FunctionClass known = classes.get(key);
        if (known == null) {
            UserCode.Handle loader = loaders.computeIfAbsent(jars, needed -> resources.add(code().open(OWNER, needed)));
            known = FunctionClass.load(function, className, loader.loader());
            classes.put(key, known);
        }
        return known;
    }

    /** The jars at places where workers read them. */
    List<FunctionJar> published(List<FunctionJar> jars) {
        List<FunctionJar> places = new ArrayList<>();
        for (FunctionJar jar : jars) {
            String place =
                    published.computeIfAbsent(jar.sha256(), sha256 -> publisher.publish(sha256, code().localCopy(jar)));
            places.add(new FunctionJar(place, jar.sha256()));
        }
        return places;
    }

    @Override
    public void close() {
        resources.close();
    }
}
