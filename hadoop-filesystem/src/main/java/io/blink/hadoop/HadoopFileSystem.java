package io.blink.hadoop;

import io.blink.core.spi.filesystem.FileBlock;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/** Files that Hadoop's client reaches. */
public final class HadoopFileSystem implements FileSystem {
    private static final long TIME_UNCHANGED = -1;

    private final Configuration configuration;

    public HadoopFileSystem(Configuration configuration) {
        this.configuration = configuration;
    }

    private org.apache.hadoop.fs.FileSystem of(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }

    @Override
    public InputFile open(String name) throws IOException {
        Path path = new Path(name);
        org.apache.hadoop.fs.FileSystem fileSystem = of(path);
        FSDataInputStream stream = fileSystem.open(path);
        try {
            // HDFS tells the length with the blocks; others are asked.
            long length = stream instanceof HdfsDataInputStream blocks
                    ? blocks.getVisibleLength()
                    : fileSystem.getFileStatus(path).getLen();
            return new HadoopInputFile(name, length, stream);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public OutputStream create(String name) throws IOException {
        Path path = new Path(name);
        try {
            return of(path).create(path, false);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw (IOException) new FileAlreadyExistsException(name).initCause(e);
        }
    }

    @Override
    public Optional<FileStatus> status(String name) throws IOException {
        Path path = new Path(name);
        try {
            return Optional.of(convert(of(path).getFileStatus(path)));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        Path path = new Path(directory);
        try {
            return Arrays.stream(of(path).listStatus(path))
                    .map(HadoopFileSystem::convert)
                    .sorted(Comparator.comparing(FileStatus::path))
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public List<FileStatus> listFiles(String directory) throws IOException {
        Path path = new Path(directory);
        List<FileStatus> files = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> found = of(path).listFiles(path, true);
            while (found.hasNext()) {
                files.add(convert(found.next()));
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        files.sort(Comparator.comparing(FileStatus::path));
        return files;
    }

    private static FileStatus convert(org.apache.hadoop.fs.FileStatus status) {
        return new FileStatus(
                status.getPath().toString(), status.getLen(), status.getModificationTime(), status.isDirectory());
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        Path path = new Path(directory);
        of(path).mkdirs(path);
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        Path source = new Path(from);
        Path target = new Path(to);
        return of(source) instanceof DistributedFileSystem hdfs
                ? HdfsRename.move(hdfs, source, target)
                : rename(of(source), source, target);
    }

    /** A source may be moved below an existing target directory instead of being refused, so the target is looked at first. */
    private static boolean rename(org.apache.hadoop.fs.FileSystem fileSystem, Path source, Path target)
            throws IOException {
        if (fileSystem.exists(target)) {
            return false;
        }
        fileSystem.mkdirs(target.getParent());
        try {
            return fileSystem.rename(source, target);
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public boolean delete(String name) throws IOException {
        Path path = new Path(name);
        return of(path).delete(path, true);
    }

    @Override
    public boolean touch(String name) throws IOException {
        Path path = new Path(name);
        try {
            of(path).setTimes(path, System.currentTimeMillis(), TIME_UNCHANGED);
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public List<FileBlock> blocks(String name) throws IOException {
        Path path = new Path(name);
        List<FileBlock> blocks = new ArrayList<>();
        for (BlockLocation block : of(path).getFileBlockLocations(path, 0, Long.MAX_VALUE)) {
            blocks.add(new FileBlock(block.getOffset(), block.getLength(), List.of(block.getHosts())));
        }
        return blocks;
    }

    private record HadoopInputFile(String path, long length, FSDataInputStream stream) implements InputFile {
        @Override
        public void readFully(long position, byte[] target, int offset, int count) throws IOException {
            try {
                stream.readFully(position, target, offset, count);
            } catch (EOFException e) {
                throw (EOFException) new EOFException(path + " ends at byte " + length + ", but bytes " + position
                                + " to " + (position + count) + " are wanted")
                        .initCause(e);
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
