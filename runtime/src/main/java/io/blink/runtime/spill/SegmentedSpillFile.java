package io.blink.runtime.spill;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.spill.LocalSpillFiles.Segment;
import io.blink.shuffle.LocalDirectories;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames ({@link BatchFrame}) one after the other. A file is one segment, or several when a disk fills up: then the segment is cut back to its last whole frame and the next frame
 * goes to another directory.
 */
final class SegmentedSpillFile implements SpillFile {
    private static final int READ_BUFFER_BYTES = 1 << 16;

    private final LocalSpillFiles owner;
    private final String purpose;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Long> segmentBytes = new ArrayList<>();
    private final List<SegmentReader> readers = new ArrayList<>();
    /** For each frame its segment and where it starts in it. */
    private final List<Place> places = new ArrayList<>();
    /** By segment, where frames are read by number; {@code null} where none was. */
    private final List<FileChannel> numberedReads = new ArrayList<>();

    /** Of the frame that is being written. */
    private final List<String> refusals = new ArrayList<>();

    private int newFilesRefused;

    SegmentedSpillFile(LocalSpillFiles owner, String purpose) {
        this.owner = owner;
        this.purpose = purpose;
    }

    @Override
    public void append(Batch batch) {
        byte[] frame = BatchFrame.encode(batch);
        while (!tryAppend(frame)) {
            openSegment();
        }
        int segment = segments.size() - 1;
        places.add(new Place(segment, segmentBytes.get(segment) - frame.length, frame.length));
        owner.written(frame.length);
    }

    private record Place(int segment, long start, int length) {}

    @Override
    public Batch read(int number) {
        Place place = places.get(number);
        Path path = segments.get(place.segment()).path();
        ByteBuffer frame = ByteBuffer.allocate(place.length());
        try {
            FileChannel channel = channel(place.segment());
            while (frame.hasRemaining()) {
                if (channel.read(frame, place.start() + frame.position()) < 0) {
                    throw new EOFException("the file ends within a frame");
                }
            }
        } catch (IOException e) {
            throw unreadable(path, place.start(), e);
        }
        return decode(frame.array(), path, place.start());
    }

    private FileChannel channel(int segment) throws IOException {
        while (numberedReads.size() <= segment) {
            numberedReads.add(null);
        }
        if (numberedReads.get(segment) == null) {
            numberedReads.set(segment, FileChannel.open(segments.get(segment).path(), StandardOpenOption.READ));
        }
        return numberedReads.get(segment);
    }

    private static BlinkException unreadable(Path path, long offset, IOException cause) {
        return new BlinkException(
                RuntimeErrorCode.CORRUPT_SPILL_FILE,
                "Cannot read " + path + " at byte " + offset + ": " + cause.getMessage(),
                cause);
    }

    private static Batch decode(byte[] frame, Path path, long offset) {
        try {
            return BatchFrame.decode(frame, 0, frame.length);
        } catch (BlinkException e) {
            throw damaged(path, offset, e);
        }
    }

    private static int frameLength(byte[] prefix, Path path, long offset) {
        try {
            return BatchFrame.length(prefix, 0);
        } catch (BlinkException e) {
            throw damaged(path, offset, e);
        }
    }

    private static BlinkException damaged(Path path, long offset, BlinkException cause) {
        if (cause.code() != CoreErrorCode.CORRUPT_FRAME) {
            return cause;
        }
        return new BlinkException(
                RuntimeErrorCode.CORRUPT_SPILL_FILE,
                path + " is damaged at byte " + offset + ": " + cause.getMessage() + " Check the disk.",
                cause);
    }

    private void openSegment() {
        segments.add(owner.openSegment(purpose));
        segmentBytes.add(0L);
    }

    private boolean tryAppend(byte[] frame) {
        if (segments.isEmpty()) {
            openSegment();
        }
        int last = segments.size() - 1;
        Segment segment = segments.get(last);
        long start = segmentBytes.get(last);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(frame);
            while (buffer.hasRemaining()) {
                segment.channel().write(buffer, start + buffer.position());
            }
            segmentBytes.set(last, start + frame.length);
            refusals.clear();
            newFilesRefused = 0;
            return true;
        } catch (IOException e) {
            giveUp(segment, start, frame.length, e);
            return false;
        }
    }

    /** Leaves the segment with its whole frames; fails when as many new files as there are directories have refused the frame. */
    private void giveUp(Segment segment, long goodBytes, int wantedBytes, IOException cause) {
        owner.failed(segment.directory());
        try {
            segment.channel().truncate(goodBytes);
        } catch (IOException e) {
            throw new BlinkException(
                    RuntimeErrorCode.SPILL_FAILED,
                    "Cannot write " + segment.path() + " (" + cause.getMessage() + "), nor cut it back.",
                    e);
        }
        refusals.add(segment.path() + ": " + cause.getMessage());
        newFilesRefused += goodBytes == 0 ? 1 : 0;
        if (newFilesRefused == owner.directoryCount()) {
            throw new BlinkException(
                    RuntimeErrorCode.SPILL_FAILED,
                    wantedBytes + " bytes of rows that do not fit in memory cannot be written in any local directory ("
                            + String.join("; ", refusals) + "). " + LocalDirectories.REMEDY
                            + " More memory for the task helps too.",
                    cause);
        }
    }

    @Override
    public void finish() {
        for (Segment segment : segments) {
            try {
                segment.channel().close();
            } catch (IOException e) {
                throw new BlinkException(RuntimeErrorCode.SPILL_FAILED, "Cannot close " + segment.path() + ".", e);
            }
        }
    }

    @Override
    public Reader reader() {
        SegmentReader reader = new SegmentReader();
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(SegmentReader::close);
        closeNumberedReads();
        finish();
        for (Segment segment : segments) {
            try {
                Files.deleteIfExists(segment.path());
            } catch (IOException e) {
                throw new BlinkException(RuntimeErrorCode.SPILL_FAILED, "Cannot delete " + segment.path() + ".", e);
            }
        }
    }

    private void closeNumberedReads() {
        for (FileChannel channel : numberedReads) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new BlinkException(
                        RuntimeErrorCode.CORRUPT_SPILL_FILE, "Cannot close a reader of " + purpose + ".", e);
            }
        }
        numberedReads.clear();
    }

    private final class SegmentReader implements Reader {
        private int segment = -1;
        private long offset;
        private InputStream stream;

        @Override
        public Batch next() {
            while (segment < 0 || offset == segmentBytes.get(segment)) {
                close();
                if (segment + 1 >= segments.size()) {
                    return null;
                }
                segment++;
                offset = 0;
            }
            Path path = segments.get(segment).path();
            try {
                if (stream == null) {
                    stream = new BufferedInputStream(Files.newInputStream(path), READ_BUFFER_BYTES);
                }
                return read(path);
            } catch (IOException e) {
                throw unreadable(path, offset, e);
            }
        }

        private Batch read(Path path) throws IOException {
            long start = offset;
            byte[] prefix = stream.readNBytes(BatchFrame.PREFIX_BYTES);
            if (prefix.length < BatchFrame.PREFIX_BYTES) {
                throw new EOFException("the file ends within a frame");
            }
            int length = frameLength(prefix, path, start);
            if (length > segmentBytes.get(segment) - offset) {
                throw new EOFException("a frame of " + length + " bytes reaches beyond the end of what was written");
            }
            byte[] frame = new byte[length];
            System.arraycopy(prefix, 0, frame, 0, prefix.length);
            if (stream.readNBytes(frame, prefix.length, length - prefix.length) < length - prefix.length) {
                throw new EOFException("the file ends within a frame");
            }
            offset += length;
            return decode(frame, path, start);
        }

        @Override
        public void close() {
            if (stream != null) {
                try {
                    stream.close();
                } catch (IOException e) {
                    throw new BlinkException(
                            RuntimeErrorCode.CORRUPT_SPILL_FILE, "Cannot close a reader of " + purpose + ".", e);
                }
                stream = null;
            }
        }
    }
}
