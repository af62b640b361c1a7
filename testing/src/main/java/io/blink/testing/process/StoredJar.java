package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A published jar with the same entries in the same order, none of them compressed. The web frameworks of Hadoop's daemons look for their classes by reading
 * the jars from the first to the last byte, each time they start; without inflating that takes a fraction of the time.
 */
final class StoredJar {
    private StoredJar() {}

    /** The copy in {@code folder}, made when it is not there; safe when several processes ask at once. */
    static Path of(Path jar, Path folder) {
        try {
            String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            long time = Files.getLastModifiedTime(jar).toMillis();
            Path target = folder.resolve(name + "-stored-" + Long.toHexString(time ^ Files.size(jar)) + ".jar");
            if (!Files.exists(target)) {
                copy(jar, target);
            }
            return target;
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot copy " + jar + " to " + folder, exception);
        }
    }

    private static void copy(Path jar, Path target) throws IOException {
        Path draft = Files.createTempFile(target.getParent(), "stored-", ".draft");
        try (ZipFile zip = new ZipFile(jar.toFile());
                OutputStream stream = Files.newOutputStream(draft);
                ZipOutputStream copy = new ZipOutputStream(stream)) {
            copy.setMethod(ZipOutputStream.STORED);
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                copy.putNextEntry(stored(entry));
                try (InputStream content = zip.getInputStream(entry)) {
                    content.transferTo(copy);
                }
                copy.closeEntry();
            }
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ZipEntry stored(ZipEntry entry) {
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTime(entry.getTime());
        stored.setSize(entry.getSize());
        stored.setCompressedSize(entry.getSize());
        stored.setCrc(entry.getCrc());
        return stored;
    }
}
