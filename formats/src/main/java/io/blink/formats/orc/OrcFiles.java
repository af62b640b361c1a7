package io.blink.formats.orc;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** One file of ours in the shape of a Hadoop file system, which is how orc-core takes its input and output. */
final class OrcFiles extends FileSystem {
    static final Path PATH = new Path("blink:///file.orc");

    private final InputFile input;
    private final OutputStream output;

    private OrcFiles(InputFile input, OutputStream output) {
        this.input = input;
        this.output = output;
        setConf(new Configuration(false));
    }

    static OrcFiles reading(InputFile file) {
        return new OrcFiles(file, null);
    }

    static OrcFiles writing(OutputStream stream) {
        return new OrcFiles(null, stream);
    }

    @Override
    public URI getUri() {
        return PATH.toUri();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return new FSDataInputStream(new PositionedStream(input, input.length()));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return new FSDataOutputStream(output, null);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return new FileStatus(input.length(), false, 1, getDefaultBlockSize(path), 0, path);
    }

    @Override
    public long getDefaultBlockSize(Path path) {
        return 256L << 20;
    }

    @Override
    public short getDefaultReplication(Path path) {
        return 1;
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw oneFileOnly();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw oneFileOnly();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw oneFileOnly();
    }

    @Override
    public FileStatus[] listStatus(Path path) {
        throw oneFileOnly();
    }

    @Override
    public void setWorkingDirectory(Path directory) {
        throw oneFileOnly();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("blink:///");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        throw oneFileOnly();
    }

    private static UnsupportedOperationException oneFileOnly() {
        return new UnsupportedOperationException("an ORC reader or writer works on the one file it was given");
    }

    private static final class PositionedStream extends InputStream implements Seekable, PositionedReadable {
        private final InputFile file;
        private final long length;
        private long position;

        PositionedStream(InputFile file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            int count = read(position, target, offset, wanted);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public int read(long from, byte[] target, int offset, int wanted) throws IOException {
            if (from >= length) {
                return wanted == 0 ? 0 : -1;
            }
            int count = (int) Math.min(wanted, length - from);
            ReadFailure.readFully(file, from, target, offset, count);
            return count;
        }

        @Override
        public void readFully(long from, byte[] target, int offset, int count) throws IOException {
            ReadFailure.readFully(file, from, target, offset, count);
        }

        @Override
        public void readFully(long from, byte[] target) throws IOException {
            readFully(from, target, 0, target.length);
        }

        @Override
        public void seek(long newPosition) throws IOException {
            if (newPosition < 0 || newPosition > length) {
                throw new EOFException(
                        file.path() + " has " + length + " bytes; position " + newPosition + " is outside");
            }
            position = newPosition;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }
    }
}
