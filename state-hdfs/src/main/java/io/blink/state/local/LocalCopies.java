package io.blink.state.local;

import io.blink.core.hash.ValueHash;
import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file system that also writes what it creates to a folder on this machine, and opens what lies there instead of the durable file. A copy is seen when its file is complete, and goes when the
 * durable one has gone: at the next file that is created in the same directory. A copy that cannot be written is done without; the durable file alone decides whether a call fails.
 */
public final class LocalCopies implements FileSystem {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);
    private static final FileSystem LOCAL = new LocalFileSystem();

    private final FileSystem durable;
    private final Path folder;
    private volatile boolean opened;
    private volatile boolean trusted = true;

    /** @param folder for copies; made when it is needed, and deleted by its owner */
    public LocalCopies(FileSystem durable, Path folder) {
        this.durable = durable;
        this.folder = folder;
    }

    /** The folder of the copies of a directory's files. */
    private Path copies(String directory) {
        byte[] name = directory.getBytes(StandardCharsets.UTF_8);
        return folder.resolve(Long.toHexString(ValueHash.ofBytes(name, 0, name.length)));
    }

    private Path copy(String path) {
        int end = path.lastIndexOf('/');
        return copies(path.substring(0, Math.max(0, end))).resolve(path.substring(end + 1));
    }

    /** Whether a copy was opened instead of a durable file. */
    public boolean openedCopy() {
        return opened;
    }

    /** Opens the durable files from now on, whatever copies there are; new ones are made. */
    public void distrust() {
        trusted = false;
    }

    @Override
    public InputFile open(String path) throws IOException {
        Path copy = copy(path);
        if (!trusted || !Files.isRegularFile(copy)) {
            return durable.open(path);
        }
        opened = true;
        return LOCAL.open(copy.toString());
    }

    @Override
    public OutputStream create(String path) throws IOException {
        OutputStream file = durable.create(path);
        Path copy = copy(path);
        OutputStream copying = null;
        try {
            deleteOutdated(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
            Files.deleteIfExists(unfinished(copy));
            copying = LOCAL.create(unfinished(copy).toString());
        } catch (IOException e) {
            LOG.warn("No local copy of {} is made", path, e);
        }
        return new CopiedOutput(path, file, copying, unfinished(copy), copy);
    }

    static Path unfinished(Path copy) {
        return copy.resolveSibling(copy.getFileName() + ".unfinished");
    }

    private void deleteOutdated(String directory) throws IOException {
        Path copies = copies(directory);
        if (!Files.isDirectory(copies)) {
            return;
        }
        Set<String> kept = new HashSet<>();
        for (FileStatus status : durable.list(directory)) {
            kept.add(status.path().substring(status.path().lastIndexOf('/') + 1));
        }
        try (Stream<Path> files = Files.list(copies)) {
            for (Path file : files.toList()) {
                if (!kept.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        return durable.status(path);
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        return durable.list(directory);
    }

    @Override
    public List<FileStatus> listFiles(String directory) throws IOException {
        return durable.listFiles(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        durable.createDirectories(directory);
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return durable.rename(from, to);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return durable.delete(path);
    }

    @Override
    public boolean touch(String path) throws IOException {
        return durable.touch(path);
    }

    @Override
    public List<FileBlock> blocks(String path) throws IOException {
        return durable.blocks(path);
    }
}
