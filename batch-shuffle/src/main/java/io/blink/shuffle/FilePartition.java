package io.blink.shuffle;

import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A partition in a data and an index file. */
final class FilePartition implements ShufflePartition {
    private static final Logger LOG = LoggerFactory.getLogger(FilePartition.class);

    private final LocalFiles files;
    private final Path data;
    private final Path indexFile;
    private final PartitionIndex index;

    private FilePartition(LocalFiles files, Path data, Path indexFile, PartitionIndex index) {
        this.files = files;
        this.data = data;
        this.indexFile = indexFile;
        this.index = index;
    }

    /** Opens the partition whose files are {@code name.data} and {@code name.index} in a directory. */
    static FilePartition open(LocalFiles files, Path directory, String name) {
        Path data = directory.resolve(name + ".data");
        Path indexFile = directory.resolve(name + ".index");
        try (FileChannel indexChannel = files.open(indexFile);
                FileChannel dataChannel = files.open(data)) {
            byte[] bytes = new byte[Math.toIntExact(indexChannel.size())];
            readFully(indexChannel, 0, bytes, indexFile);
            PartitionIndex index = PartitionIndex.decode(bytes, indexFile.toString());
            if (dataChannel.size() != index.dataLength()) {
                throw PartitionIndex.corrupt(
                        data.toString(),
                        "at byte " + dataChannel.size() + ": it ends here instead of at " + index.dataLength());
            }
            return new FilePartition(files, data, indexFile, index);
        } catch (IOException e) {
            throw unreadable(indexFile, e);
        }
    }

    @Override
    public BucketStatistics statistics() {
        return index.statistics();
    }

    @Override
    public boolean onDisk() {
        return true;
    }

    @Override
    public ShuffleReader reader(int firstBucket, int bucketCount) {
        if (bucketCount == 0) {
            return new FileReader(null, 0, 0);
        }
        try {
            return new FileReader(
                    files.open(data), index.offsets()[firstBucket], index.end(firstBucket + bucketCount - 1));
        } catch (IOException e) {
            throw unreadable(data, e);
        }
    }

    @Override
    public void delete() {
        for (Path file : new Path[] {indexFile, data}) {
            try {
                files.delete(file);
            } catch (IOException e) {
                LOG.warn("{} cannot be deleted: {}", file, e.toString());
            }
        }
    }

    private static void readFully(FileChannel channel, long position, byte[] target, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw PartitionIndex.corrupt(
                        file.toString(), "at byte " + (position + buffer.position()) + ": it ends here");
            }
        }
    }

    private static BlinkException unreadable(Path file, IOException e) {
        return new BlinkException(
                ShuffleErrorCode.CORRUPT_PARTITION, "Shuffle file " + file + " cannot be read: " + e, e);
    }

    private final class FileReader implements ShuffleReader {
        private final FileChannel channel;
        private final long end;
        private long position;

        private FileReader(FileChannel channel, long position, long end) {
            this.channel = channel;
            this.position = position;
            this.end = end;
        }

        @Override
        public byte[] nextFrame() {
            if (position >= end) {
                return null;
            }
            try {
                byte[] prefix = new byte[BatchFrame.PREFIX_BYTES];
                requireLeft(prefix.length);
                readFully(channel, position, prefix, data);
                int length = BatchFrame.length(prefix, 0);
                requireLeft(length);
                byte[] frame = new byte[length];
                readFully(channel, position, frame, data);
                BatchFrame.verify(frame, 0, length);
                position += length;
                return frame;
            } catch (IOException e) {
                throw unreadable(data, e);
            } catch (BlinkException e) {
                if (e.code() == ShuffleErrorCode.CORRUPT_PARTITION) {
                    throw e;
                }
                throw new BlinkException(
                        ShuffleErrorCode.CORRUPT_PARTITION,
                        data + " is corrupt in the frame at byte " + position + ": " + e.getMessage(),
                        e);
            }
        }

        private void requireLeft(long length) {
            if (length > end - position) {
                throw PartitionIndex.corrupt(
                        data.toString(),
                        "at byte " + position + ": a frame of " + length + " bytes where " + (end - position)
                                + " are left");
            }
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(data + " cannot be closed", e);
            }
        }
    }
}
