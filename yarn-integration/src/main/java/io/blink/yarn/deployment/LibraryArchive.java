package io.blink.yarn.deployment;

import io.blink.core.error.BlinkException;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.container.ProgramFiles;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/**
 * The program on the cluster: {@code lib}, {@code plugins} and {@code conf} of the Blink folder in one archive, named after the hash of its content and of the times
 * of its files, since an archive of loaded classes holds for jars of one time only; written once and never changed, so that nodes keep it over applications.
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

    /** Uploads what is not below {@code staging} yet. @param shippedJars for the class path, behind those of Blink */
    ProgramFiles upload(FileSystem fileSystem, org.apache.hadoop.fs.Path staging, List<String> shippedJars)
            throws IOException {
        List<Path> files = files();
        String hash = hash(files);
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(staging, "libraries");
        org.apache.hadoop.fs.Path library = new org.apache.hadoop.fs.Path(folder, "blink-" + hash + ".tar");
        upload(fileSystem, library, stream -> write(files, stream));
        Optional<org.apache.hadoop.fs.Path> loadedClasses = Optional.empty();
        Path classes = loadedClasses();
        if (Files.isReadable(classes)) {
            String version = Long.toHexString(Files.size(classes))
                    + Long.toHexString(Files.getLastModifiedTime(classes).toMillis());
            loadedClasses =
                    Optional.of(new org.apache.hadoop.fs.Path(folder, "blink-" + hash + "-" + version + ".jsa"));
            upload(fileSystem, loadedClasses.get(), stream -> Files.copy(classes, stream));
        }
        List<String> jars = files.stream()
                .map(this::name)
                .filter(name -> name.startsWith("lib/"))
                .map(name -> name.substring("lib/".length()))
                .toList();
        return ProgramFiles.of(library, jars, shippedJars, loadedClasses);
    }

    /** Where {@code bin/class-archive.sh} puts the classes that containers load, for the Java of this process. */
    private Path loadedClasses() {
        return home.resolve("classes").resolve(System.getProperty("java.runtime.version") + ".container.jsa");
    }

    private interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    private static void upload(FileSystem fileSystem, org.apache.hadoop.fs.Path target, Content content)
            throws IOException {
        if (fileSystem.exists(target)) {
            return;
        }
        org.apache.hadoop.fs.Path draft = new org.apache.hadoop.fs.Path(
                target.getParent(), target.getName() + "." + System.nanoTime() + ".draft");
        try (OutputStream stream = fileSystem.create(draft, false)) {
            content.writeTo(stream);
        }
        if (!fileSystem.rename(draft, target)) {
            // Somebody else was faster; the content is the same.
            fileSystem.delete(draft, false);
        }
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
                String time = " " + Files.getLastModifiedTime(file).toMillis() / 1000;
                digest.update((name(file) + time).getBytes(java.nio.charset.StandardCharsets.UTF_8));
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
        try (TarWriter archive = new TarWriter(stream)) {
            for (Path file : files) {
                archive.file(name(file), file);
            }
        }
    }

    private String name(Path file) {
        return home.relativize(file).toString();
    }
}
