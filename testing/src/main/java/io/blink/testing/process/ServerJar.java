package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A small jar that stands first on a server's class path: {@link ServerMain}, and the web pages that the server's own jars carry. Hadoop's daemons unpack
 * their pages at each start by reading the whole jar they find them in, 30,000 entries for a dozen files. It is named after its content, so that archives of loaded classes stay valid over builds.
 */
public final class ServerJar {
    private static final String WEB_PAGES = "webapps/";
    // Any fixed time: the JVM compares the jar's own time and size only.
    private static final long ENTRY_TIME = 1_577_836_800_000L;

    private ServerJar() {}

    static boolean hasWebPages(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(WEB_PAGES) != null;
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read the jar " + jar, exception);
        }
    }

    /** The jar in {@code folder}, made when it is not there; safe when several processes ask at once. */
    public static Path in(Path folder, List<Path> serverJars) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        try {
            for (Class<?> type : List.of(ServerMain.class, Lifetime.class)) {
                addClass(entries, type);
            }
            for (Path jar : serverJars) {
                addWebPages(entries, jar);
            }
            Path target = folder.resolve("start-" + hash(entries) + ".jar");
            if (!Files.exists(target)) {
                write(entries, target);
            }
            return target;
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot make the start jar in " + folder, exception);
        }
    }

    private static void addClass(Map<String, byte[]> entries, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream stream = type.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new FileSystemException(name, null, "is not on the class path");
            }
            entries.put(name, stream.readAllBytes());
        }
    }

    /** Of files that several jars have, the first one's, as on a class path. */
    private static void addWebPages(Map<String, byte[]> entries, Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.getEntry(WEB_PAGES) == null) {
                return;
            }
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().startsWith(WEB_PAGES) && !entries.containsKey(entry.getName())) {
                    try (InputStream content = zip.getInputStream(entry)) {
                        entries.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
    }

    private static String hash(Map<String, byte[]> entries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries.forEach((name, content) -> {
                digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java has SHA-256", exception);
        }
    }

    private static void write(Map<String, byte[]> entries, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path draft = Files.createTempFile(target.getParent(), "start-", ".draft");
        try (OutputStream stream = Files.newOutputStream(draft);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            for (Map.Entry<String, byte[]> file : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(ENTRY_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
