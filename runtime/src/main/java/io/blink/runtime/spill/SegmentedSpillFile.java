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
import java.nio.file.Files;
import java.nio.file.Path;
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
        owner.written(frame.length);
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
        finish();
        for (Segment segment : segments) {
            try {
                Files.deleteIfExists(segment.path());
            } catch (IOException e) {
                throw new BlinkException(RuntimeErrorCode.SPILL_FAILED, "Cannot delete " + segment.path() + ".", e);
            }
        }
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
                throw new BlinkException(
                        RuntimeErrorCode.CORRUPT_SPILL_FILE,
                        "Cannot read " + path + " at byte " + offset + ": " + e.getMessage(),
                        e);
            }
        }

        private Batch read(Path path) throws IOException {
            try {
                byte[] prefix = stream.readNBytes(BatchFrame.PREFIX_BYTES);
                if (prefix.length < BatchFrame.PREFIX_BYTES) {
                    throw new EOFException("the file ends within a frame");
                }
                int length = BatchFrame.length(prefix, 0);
                if (length > segmentBytes.get(segment) - offset) {
                    throw new EOFException(
                            "a frame of " + length + " bytes reaches beyond the end of what was written");
                }
                byte[] frame = new byte[length];
                System.arraycopy(prefix, 0, frame, 0, prefix.length);
                if (stream.readNBytes(frame, prefix.length, length - prefix.length) < length - prefix.length) {
                    throw new EOFException("the file ends within a frame");
                }
                offset += length;
                return BatchFrame.decode(frame, 0, length);
            } catch (BlinkException e) {
                if (e.code() != CoreErrorCode.CORRUPT_FRAME) {
                    throw e;
                }
                throw new BlinkException(
                        RuntimeErrorCode.CORRUPT_SPILL_FILE,
                        path + " is damaged at byte " + offset + ": " + e.getMessage() + " Check the disk.",
                        e);
            }
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
