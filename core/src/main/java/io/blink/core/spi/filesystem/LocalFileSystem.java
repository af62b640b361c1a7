package io.blink.core.spi.filesystem;

import io.blink.core.config.Configuration;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machine's own disks: {@code file:/…} or plain paths. */
public final class LocalFileSystem implements FileSystem {
    /** Read at once: a channel copies by memory of its own, which stays in the processor's cache and is kept for each thread. */
    private static final int STEP_BYTES = 256 << 10;

    /** Creates local file systems. */
    static final class Factory implements FileSystemFactory {
        @Override
        public Set<String> schemes() {
            return Set.of("file");
        }

        @Override
        public FileSystem create(Configuration configuration) {
            return new LocalFileSystem();
        }
    }

    /** Names are taken as they are, without URI escapes, as Hadoop takes them. */
    private static Path local(String path) {
        String plain =
                path.startsWith("file:") ? path.substring("file:".length()).replaceFirst("^//+", "/") : path;
        return Path.of(plain).toAbsolutePath();
    }

    @Override
    public InputFile open(String path) throws IOException {
        try {
            return new LocalInputFile(path, FileChannel.open(local(path), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw (IOException) new FileNotFoundException(path + " does not exist").initCause(e);
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        Path file = local(path);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        Path file = local(path);
        return Files.exists(file) ? Optional.of(statusOf(file)) : Optional.empty();
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        try (Stream<Path> children = Files.list(local(directory))) {
            return statuses(children);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public List<FileStatus> listFiles(String directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(local(directory), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                return passOver(error);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                return error == null ? FileVisitResult.CONTINUE : passOver(error);
            }
        });
        return statuses(files.stream());
    }

    /** What is removed while a folder is listed is not in it. */
    private static FileVisitResult passOver(IOException error) throws IOException {
        if (error instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw error;
    }

    private static List<FileStatus> statuses(Stream<Path> paths) throws IOException {
        List<FileStatus> statuses = new ArrayList<>();
        for (Path path : paths.toList()) {
            try {
                statuses.add(statusOf(path));
            } catch (NoSuchFileException e) {
                passOver(e);
            }
        }
        statuses.sort(Comparator.comparing(FileStatus::path));
        return statuses;
    }

    private static FileStatus statusOf(Path path) throws IOException {
        return new FileStatus(
                "file:" + path.toAbsolutePath(),
                Files.size(path),
                Files.getLastModifiedTime(path).toMillis(),
                Files.isDirectory(path));
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        Files.createDirectories(local(directory));
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        Path source = local(from);
        Path target = local(to);
        if (Files.exists(target)) {
            return false;
        }
        try {
            Files.createDirectories(target.getParent());
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Files that someone else deletes at the same time are as good as deleted here. */
    @Override
    public boolean delete(String path) throws IOException {
        Path root = local(path);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw problem;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                if (problem != null && !(problem instanceof NoSuchFileException)) {
                    throw problem;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return true;
    }

    @Override
    public boolean touch(String path) throws IOException {
        try {
            Files.setLastModifiedTime(local(path), FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private record LocalInputFile(String path, FileChannel channel) implements InputFile {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                ByteBuffer step = ByteBuffer.wrap(target, offset + done, Math.min(STEP_BYTES, length - done));
                int read = channel.read(step, position + done);
                if (read < 0) {
                    throw new EOFException(path + " ends at byte " + channel.size() + ", but bytes " + position + " to "
                            + (position + length) + " are wanted");
                }
                done += read;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
