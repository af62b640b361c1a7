package io.blink.scheduler.simulation;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A file system as a name node behaves: operations are atomic, directories come into being with the files in them, an open file moves with its directory. Operations may
 * fail before, or seem to fail after, they have happened.
 */
final class MemoryFileSystem implements FileSystem {
    private static final byte[] DIRECTORY = new byte[0];

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final BooleanSupplier fault;
    private final BiConsumer<String, String> onRename;

    /** @param fault asked before and after each change: whether it fails there */
    MemoryFileSystem(BooleanSupplier fault, BiConsumer<String, String> onRename) {
        this.fault = fault;
        this.onRename = onRename;
    }

    private void maybeFail(String path) throws IOException {
        if (fault.getAsBoolean()) {
            throw new IOException("simulated failure at " + path);
        }
    }

    @Override
    public InputFile open(String path) throws IOException {
        byte[] content = entries.get(path);
        if (content == null || content == DIRECTORY) {
            throw new FileNotFoundException(path + " does not exist");
        }
        return new InputFile() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public long length() {
                return content.length;
            }

            @Override
            public void readFully(long position, byte[] target, int offset, int length) throws IOException {
                if (position + length > content.length) {
                    throw new EOFException(path);
                }
                System.arraycopy(content, (int) position, target, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public OutputStream create(String path) throws IOException {
        maybeFail(path);
        if (entries.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        makeDirectories(path.substring(0, path.lastIndexOf('/')));
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                entries.put(path, toByteArray());
            }
        };
    }

    private void makeDirectories(String directory) throws IOException {
        for (int slash = directory.indexOf('/', 1); ; slash = directory.indexOf('/', slash + 1)) {
            String prefix = slash < 0 ? directory : directory.substring(0, slash);
            byte[] known = entries.putIfAbsent(prefix, DIRECTORY);
            if (known != null && known != DIRECTORY) {
                throw new IOException(prefix + " is a file");
            }
            if (slash < 0) {
                return;
            }
        }
    }

    @Override
    public Optional<FileStatus> status(String path) {
        return Optional.ofNullable(entries.get(path)).map(content -> status(path, content));
    }

    private static FileStatus status(String path, byte[] content) {
        return new FileStatus(path, content.length, 0, content == DIRECTORY);
    }

    @Override
    public List<FileStatus> list(String directory) {
        List<FileStatus> children = new ArrayList<>();
        below(directory).forEach((path, content) -> {
            if (path.indexOf('/', directory.length() + 1) < 0) {
                children.add(status(path, content));
            }
        });
        return children;
    }

    private java.util.SortedMap<String, byte[]> below(String directory) {
        return entries.subMap(directory + "/", directory + "0");
    }

    @Override
    public List<FileStatus> listFiles(String directory) {
        List<FileStatus> files = new ArrayList<>();
        below(directory).forEach((path, content) -> {
            if (content != DIRECTORY) {
                files.add(status(path, content));
            }
        });
        return files;
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        maybeFail(directory);
        makeDirectories(directory);
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        maybeFail(from);
        String parent = to.substring(0, to.lastIndexOf('/'));
        if (!entries.containsKey(from) || entries.containsKey(to) || entries.get(parent) != DIRECTORY) {
            return false;
        }
        TreeMap<String, byte[]> moved = new TreeMap<>(below(from));
        moved.put(from, entries.get(from));
        entries.keySet().removeAll(moved.keySet());
        moved.forEach((path, content) -> entries.put(to + path.substring(from.length()), content));
        onRename.accept(from, to);
        maybeFail(from);
        return true;
    }

    @Override
    public boolean delete(String path) throws IOException {
        maybeFail(path);
        below(path).clear();
        return entries.remove(path) != null;
    }

    @Override
    public boolean touch(String path) throws IOException {
        maybeFail(path);
        return entries.containsKey(path);
    }
}
