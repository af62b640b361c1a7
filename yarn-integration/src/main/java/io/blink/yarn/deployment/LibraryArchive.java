package io.blink.yarn.deployment;

import io.blink.core.error.BlinkException;
import io.blink.yarn.YarnErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The program on the cluster: {@code lib}, {@code plugins} and {@code conf} of the Blink folder in one archive, named after the hash of its content, written once and
 * never changed, so that nodes keep it over applications.
 */
final class LibraryArchive {
    private static final List<String> FOLDERS = List.of("lib", "plugins", "conf");

    private final Path home;

    LibraryArchive(Path home) {
        this.home = home;
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new BlinkException(
                    YarnErrorCode.DEPLOYMENT_FAILED,
                    "There is no Blink at " + home
                            + ": a folder 'lib' is expected. Start Blink by its scripts, or set BLINK_HOME.");
        }
    }

    /** The archive below {@code staging}, uploaded if it is not there yet. */
    FileStatus upload(FileSystem fileSystem, org.apache.hadoop.fs.Path staging) throws IOException {
        List<Path> files = files();
        org.apache.hadoop.fs.Path target =
                new org.apache.hadoop.fs.Path(staging, "libraries/blink-" + hash(files) + ".zip");
        if (!fileSystem.exists(target)) {
            org.apache.hadoop.fs.Path draft = new org.apache.hadoop.fs.Path(
                    target.getParent(), target.getName() + "." + System.nanoTime() + ".draft");
            try (OutputStream stream = fileSystem.create(draft, false)) {
                write(files, stream);
            }
            if (!fileSystem.rename(draft, target)) {
                // Somebody else was faster; the content is the same.
                fileSystem.delete(draft, false);
            }
        }
        return fileSystem.getFileStatus(target);
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            if (Files.isDirectory(home.resolve(folder))) {
                try (Stream<Path> tree = Files.walk(home.resolve(folder))) {
                    tree.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            }
        }
        return files;
    }

    private String hash(List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(name(file).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
                    stream.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Jars are compressed already, so the archive only stores. */
    private void write(List<Path> files, OutputStream stream) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(stream)) {
            zip.setLevel(0);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(name(file)));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private String name(Path file) {
        return home.relativize(file).toString();
    }
}
