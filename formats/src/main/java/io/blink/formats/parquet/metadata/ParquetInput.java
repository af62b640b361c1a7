package io.blink.formats.parquet.metadata;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.SeekableInputStream;

/** Our files as parquet-java reads them. Closing a stream leaves the file open; the reader closes it. */
public record ParquetInput(InputFile file) implements org.apache.parquet.io.InputFile {
    @Override
    public long getLength() throws IOException {
        return file.length();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return new PositionedStream(file, file.length());
    }

    @Override
    public String toString() {
        return file.path();
    }

    private static final class PositionedStream extends SeekableInputStream {
        private final InputFile file;
        private final long length;
        private long position;

        PositionedStream(InputFile file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public long getPos() {
            return position;
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
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (position >= length) {
                return wanted == 0 ? 0 : -1;
            }
            int count = (int) Math.min(wanted, length - position);
            readFully(target, offset, count);
            return count;
        }

        @Override
        public void readFully(byte[] target) throws IOException {
            readFully(target, 0, target.length);
        }

        @Override
        public void readFully(byte[] target, int offset, int count) throws IOException {
            ReadFailure.readFully(file, position, target, offset, count);
            position += count;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (position >= length) {
                return target.hasRemaining() ? -1 : 0;
            }
            int count = (int) Math.min(target.remaining(), length - position);
            transfer(target, count);
            return count;
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            transfer(target, target.remaining());
        }

        private void transfer(ByteBuffer target, int count) throws IOException {
            if (target.hasArray()) {
                readFully(target.array(), target.arrayOffset() + target.position(), count);
                target.position(target.position() + count);
            } else {
                byte[] copy = new byte[count];
                readFully(copy, 0, count);
                target.put(copy);
            }
        }
    }
}
