package io.blink.core.function.user;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of functions in this process: copied once into a folder under the hash of their content, and loaded by one class loader for each job and set of jars, closed when its last user has
 * gone. Copies that nobody uses are deleted, the longest unused first, when there are more than {@link #BYTES_MAX}. Calls block on file systems; safe on any thread.
 */
public final class UserCode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UserCode.class);
    private static final long BYTES_MAX = 1L << 30;
    private static final int BLOCK_BYTES = 1 << 16;

    private final FileSystems fileSystems;
    private final Path folder;
    private final ClassLoader engine = UserCode.class.getClassLoader();
    private final Map<String, Shared> loaders = new HashMap<>();
    /** Users of each copy by its hash; the longest unused first. */
    private final Map<String, Integer> copies = new java.util.LinkedHashMap<>(16, 0.75f, true);

    /** A loader and how many have it. */
    private static final class Shared {
        private final UserClassLoader loader;
        private final List<FunctionJar> jars;
        private int users;

        private Shared(UserClassLoader loader, List<FunctionJar> jars) {
            this.loader = loader;
            this.jars = jars;
        }
    }

    /** What {@link #open} gives: a class loader until {@link #close}. */
    public interface Handle extends AutoCloseable {
        ClassLoader loader();

        @Override
        void close();
    }

    /** @param folder made when first needed; what is in it stays for a later process */
    public UserCode(FileSystems fileSystems, Path folder) {
        this.fileSystems = fileSystems;
        this.folder = folder;
    }

    /** The classes of some jars. @param owner whose loader it is: those of different owners share no class */
    public synchronized Handle open(String owner, List<FunctionJar> jars) {
        if (jars.isEmpty()) {
            return new Opened(engine, null, null);
        }
        StringBuilder key = new StringBuilder(owner);
        jars.forEach(jar -> key.append('/').append(jar.sha256()));
        Shared shared = loaders.get(key.toString());
        if (shared == null) {
            shared = new Shared(new UserClassLoader(urls(jars), engine), jars);
            loaders.put(key.toString(), shared);
            jars.forEach(jar -> copies.merge(jar.sha256(), 1, Integer::sum));
        }
        shared.users++;
        return new Opened(shared.loader, key.toString(), this);
    }

    private static final class Opened implements Handle {
        private final ClassLoader loader;
        private final String key;
        private UserCode owner;

        private Opened(ClassLoader loader, String key, UserCode owner) {
            this.loader = loader;
            this.key = key;
            this.owner = owner;
        }

        @Override
        public ClassLoader loader() {
            return loader;
        }

        @Override
        public void close() {
            UserCode from = owner;
            owner = null;
            if (from != null) {
                from.release(key);
            }
        }
    }

    private synchronized void release(String key) {
        Shared shared = loaders.get(key);
        if (shared == null || --shared.users > 0) {
            return;
        }
        loaders.remove(key);
        close(shared);
        shared.jars.forEach(jar -> copies.merge(jar.sha256(), -1, Integer::sum));
        shrink();
    }

    private static void close(Shared shared) {
        try {
            shared.loader.close();
        } catch (IOException e) {
            LOG.warn("The class loader of {} cannot be closed", shared.jars, e);
        }
    }

    private void shrink() {
        long bytes = 0;
        for (String copy : copies.keySet()) {
            bytes += size(copy);
        }
        for (String copy : List.copyOf(copies.keySet())) {
            // The iteration of keys does not count as use, so that the longest unused comes first.
            if (bytes > BYTES_MAX
                    && copies.entrySet().stream().anyMatch(e -> e.getKey().equals(copy) && e.getValue() == 0)) {
                bytes -= size(copy);
                copies.remove(copy);
                delete(copy);
            }
        }
    }

    private long size(String copy) {
        try {
            return Files.exists(place(copy)) ? Files.size(place(copy)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String copy) {
        try {
            Files.deleteIfExists(place(copy));
        } catch (IOException e) {
            LOG.warn("The copy {} of a jar cannot be deleted", place(copy), e);
        }
    }

    private Path place(String sha256) {
        return folder.resolve(sha256 + ".jar");
    }

    private URL[] urls(List<FunctionJar> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = copy(jars.get(i)).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        return urls;
    }

    private Path copy(FunctionJar jar) {
        Path place = place(jar.sha256());
        if (Files.exists(place)) {
            return place;
        }
        Fetched fetched = fetch(jar.path());
        if (!fetched.sha256().equals(jar.sha256())) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_FUNCTION,
                    "The jar " + jar.path() + " has changed since the statement was planned: its SHA-256 is "
                            + fetched.sha256() + " and was " + jar.sha256() + ". Submit the statement again.");
        }
        return place;
    }

    /** Reads a jar and says what it is; a path that names none is an error of the user. */
    public synchronized FunctionJar describe(String path) {
        return new FunctionJar(path, fetch(path).sha256());
    }

    /** The copy of a jar that was described or opened. */
    public synchronized Path localCopy(FunctionJar jar) {
        return copy(jar);
    }

    private record Fetched(String sha256, Path place) {}

    private Fetched fetch(String path) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "fetched", ".tmp");
            try {
                String sha256 = transfer(path, temporary);
                // A rename, so that whoever finds the copy finds all of it; another process may have been faster with
                // the same.
                Files.move(
                        temporary, place(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                copies.putIfAbsent(sha256, 0);
                return new Fetched(sha256, place(sha256));
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_FUNCTION,
                    "The jar " + path + " cannot be read: " + e + ". Check the path in USING JAR or ADD JAR.",
                    e);
        }
    }

    private String transfer(String path, Path target) throws IOException {
        MessageDigest digest = sha256();
        try (InputFile file = fileSystems.of(path).open(path);
                OutputStream out = Files.newOutputStream(target)) {
            long length = file.length();
            byte[] block = new byte[BLOCK_BYTES];
            for (long at = 0; at < length; ) {
                int count = (int) Math.min(block.length, length - at);
                file.readFully(at, block, 0, count);
                digest.update(block, 0, count);
                out.write(block, 0, count);
                at += count;
            }
        }
        checkJar(target);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void checkJar(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(2);
            if (magic.length < 2 || magic[0] != 'P' || magic[1] != 'K') {
                throw new IOException("it is no jar");
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Class loaders that are still open, for tests. */
    public synchronized List<ClassLoader> openLoaders() {
        List<ClassLoader> open = new ArrayList<>();
        loaders.values().forEach(shared -> open.add(shared.loader));
        return open;
    }

    @Override
    public synchronized void close() {
        loaders.values().forEach(UserCode::close);
        loaders.clear();
    }
}
