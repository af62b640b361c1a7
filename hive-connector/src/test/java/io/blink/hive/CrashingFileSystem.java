package io.blink.hive;

import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystemFactory;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Local files seen by a process that crashes at a {@link CrashPoint}. */
public final class CrashingFileSystem implements FileSystem {
    private final FileSystem files = new LocalFileSystem();
    private final CrashPoint crash;

    private CrashingFileSystem(CrashPoint crash) {
        this.crash = crash;
    }

    public static FileSystems with(CrashPoint crash) {
        FileSystemFactory factory = new FileSystemFactory() {
            @Override
            public Set<String> schemes() {
                return Set.of("file");
            }

            @Override
            public FileSystem create(Configuration configuration) {
                return new CrashingFileSystem(crash);
            }
        };
        return new FileSystems(List.of(factory), Configuration.empty());
    }

    @Override
    public InputFile open(String path) throws IOException {
        crash.look();
        return files.open(path);
    }

    @Override
    public OutputStream create(String path) throws IOException {
        return crash.change("create " + path, () -> files.create(path));
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        crash.look();
        return files.status(path);
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        crash.look();
        return files.list(directory);
    }

    @Override
    public List<FileStatus> listFiles(String directory) throws IOException {
        crash.look();
        return files.listFiles(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        crash.change("create directories " + directory, () -> {
            files.createDirectories(directory);
            return null;
        });
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return crash.change("rename " + from + " to " + to, () -> files.rename(from, to));
    }

    @Override
    public boolean touch(String path) throws IOException {
        return crash.change("touch " + path, () -> files.touch(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        return crash.change("delete " + path, () -> files.delete(path));
    }
}
