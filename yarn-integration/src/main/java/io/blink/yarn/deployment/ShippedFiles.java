package io.blink.yarn.deployment;

import io.blink.core.error.BlinkException;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.container.ContainerFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/**
 * The files and folders that {@code yarn.ship-files} names, all there and readable when this is made. Each comes into the working folder of every container under its own name,
 * a folder with all that is below it; links are followed.
 */
final class ShippedFiles {
    private static final Pattern SEPARATOR = Pattern.compile("[;,]");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    /** What the scripts that start containers, class paths and HDFS would take for something else. */
    private static final Pattern UNSAFE = Pattern.compile("[\"$`\\\\':\\p{Cntrl}]");

    private final List<Shipment> shipments = new ArrayList<>();

    /** @param name in a container's folder @param files all of a folder; of a file itself alone */
    private record Shipment(String name, Path source, boolean isFolder, List<Path> files) {
        Stream<String> jars() {
            return files.stream().map(this::pathInContainer).filter(path -> path.endsWith(".jar"));
        }

        String pathInContainer(Path file) {
            return isFolder ? name + "/" + source.relativize(file) : name;
        }
    }

    /** @param setting separated by semicolons or commas @param workingFolder of the caller, for relative paths */
    ShippedFiles(String setting, Path workingFolder) {
        Set<Path> sources = new LinkedHashSet<>();
        for (String piece : SEPARATOR.split(setting)) {
            if (!piece.isBlank()) {
                sources.add(source(piece.strip(), workingFolder));
            }
        }
        sources.forEach(this::add);
    }

    private static Path source(String text, Path workingFolder) {
        if (text.startsWith("file:")) {
            try {
                return Path.of(URI.create(text)).normalize();
            } catch (IllegalArgumentException e) {
                throw refused(text, "it is no URI of a file such as file:///folder/file", e);
            }
        }
        if (SCHEME.matcher(text).matches()) {
            throw refused(text, "only files of this machine can be shipped; copy it here first", null);
        }
        return workingFolder.resolve(text).toAbsolutePath().normalize();
    }

    private void add(Path source) {
        if (source.getFileName() == null) {
            throw refused(source, "it has no name; name what is in it", null);
        }
        String name = source.getFileName().toString();
        checkName(name, source);
        if (ContainerFolder.hasItsOwn(name)) {
            throw refused(source, "containers have a '" + name + "' of their own; rename it", null);
        }
        for (Shipment other : shipments) {
            if (other.name().equals(name)) {
                throw refused(source, "it would be '" + name + "' in containers, as " + other.source(), null);
            }
        }
        if (!Files.exists(source)) {
            throw refused(source, "it does not exist", null);
        }
        Shipment shipment = new Shipment(name, source, Files.isDirectory(source), files(source));
        shipment.jars().forEach(jar -> checkName(jar, source));
        shipments.add(shipment);
    }

    private static void checkName(String name, Path source) {
        if (UNSAFE.matcher(name).find()) {
            throw refused(
                    source,
                    "the name '" + name + "' has a character among \" ' $ ` \\ : that containers cannot take",
                    null);
        }
    }

    /** A folder's come in a fixed order. */
    private static List<Path> files(Path source) {
        try (Stream<Path> tree = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files =
                    tree.filter(path -> !Files.isDirectory(path)).sorted().toList();
            files.forEach(file -> checkFile(source, file));
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw refused(source, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static void checkFile(Path source, Path file) {
        String which = file.equals(source) ? "it" : file.toString();
        if (!Files.isRegularFile(file)) {
            throw refused(source, which + " is neither a file nor a folder", null);
        }
        if (!Files.isReadable(file)) {
            throw refused(source, which + " cannot be read; you lack the permission", null);
        }
    }

    private static BlinkException refused(Object source, String reason, Throwable cause) {
        return new BlinkException(
                YarnErrorCode.INVALID_SHIP_FILES,
                "'" + source + "' cannot be shipped ('" + YarnOptions.SHIP_FILES.key() + "', -t): " + reason + ".",
                cause);
    }

    boolean isEmpty() {
        return shipments.isEmpty();
    }

    /** Of all shipments in their order, relative to a container's folder. */
    List<String> jars() {
        return shipments.stream().flatMap(Shipment::jars).toList();
    }

    /** Writes them below the application's folder, from where its containers get them. */
    void upload(FileSystem fileSystem, ApplicationFiles files) throws IOException {
        for (Shipment shipment : shipments) {
            String target = shipment.isFolder()
                    ? files.shippedFolders() + "/" + shipment.name() + ContainerFolder.FOLDER_ENDING
                    : files.shippedFiles() + "/" + shipment.name();
            try (OutputStream stream = fileSystem.create(new org.apache.hadoop.fs.Path(target), false)) {
                if (shipment.isFolder()) {
                    writeFolder(shipment.source(), stream);
                } else {
                    Files.copy(shipment.source(), stream);
                }
            }
        }
    }

    private static void writeFolder(Path folder, OutputStream stream) throws IOException {
        try (TarWriter archive = new TarWriter(stream);
                Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : tree.sorted().toList()) {
                String name = folder.relativize(path).toString();
                if (!Files.isDirectory(path)) {
                    archive.file(name, path);
                } else if (!name.isEmpty()) {
                    archive.folder(name);
                }
            }
        }
    }

    /** For the user who waits. */
    @Override
    public String toString() {
        int files =
                shipments.stream().mapToInt(shipment -> shipment.files().size()).sum();
        return files + (files == 1 ? " file" : " files") + " of yours";
    }
}
