package io.blink.formats.bytes;

import io.blink.core.spi.filesystem.InputFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Which requests read the wanted column chunks of a row group, or streams of a stripe. If they are small together, neighbours come in one request and stay until the end of the row group. If not,
 * each large one comes through a window of its own, half of which is read ahead. At most {@link #BYTES_MAX} bytes are held, but 64 KB of each chunk, and a page or codec chunk that is
 * larger than its window. One thread.
 */
public final class PiecePlan {
    /** What is held of the chunks of a plan. */
    public static final long BYTES_MAX = 16L << 20;

    private static final long AHEAD_BYTES_MAX = BYTES_MAX / 2;

    private static final int WINDOW_BYTES_LEAST = 64 << 10;

    /** Bytes between two ranges that are cheaper read along than left out. */
    private static final long GAP_MAX = 64 << 10;

    /** Neighbours beyond this are read in requests of their own. */
    private static final long SHARED_BYTES_MAX = 4L << 20;

    /** Of a file: {@code from .. to}. */
    public record Range(long from, long to) {
        public long length() {
            return to - from;
        }
    }

    private record Wanted(int chunk, Range range) {}

    private final InputFile file;
    private final HeldArrays arrays;
    private final Executor ahead;
    private final List<FilePiece> shared = new ArrayList<>();
    private final List<PieceReader> readers = new ArrayList<>();
    private final long bytes;

    /**
     * @param chunks for each column chunk or stream the ranges that are wanted of it, ascending
     * @param ahead reads ahead; {@code null}: nobody does
     */
    public PiecePlan(InputFile file, HeldArrays arrays, Executor ahead, List<List<Range>> chunks) {
        this.file = file;
        this.arrays = arrays;
        this.ahead = ahead;
        this.bytes = chunks.stream().mapToLong(PiecePlan::length).sum();
        long window = bytes <= BYTES_MAX ? BYTES_MAX : Math.max(WINDOW_BYTES_LEAST, BYTES_MAX / chunks.size());
        List<List<FilePiece>> sharedPieces = sharedPieces(chunks, window);
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            boolean own = length(chunks.get(chunk)) > window;
            List<FilePiece> pieces =
                    own ? windows(chunks.get(chunk), Math.max(1, window / 2)) : sharedPieces.get(chunk);
            readers.add(new PieceReader(file, pieces, own, arrays, ahead));
        }
    }

    private static long length(List<Range> ranges) {
        return ranges.stream().mapToLong(Range::length).sum();
    }

    /** For each chunk of at most {@code bytesMax} the pieces, shared with neighbours, that it lies in. */
    private List<List<FilePiece>> sharedPieces(List<List<Range>> chunks, long bytesMax) {
        List<Wanted> wanted = new ArrayList<>();
        List<List<FilePiece>> pieces = new ArrayList<>();
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            pieces.add(new ArrayList<>());
            if (length(chunks.get(chunk)) <= bytesMax) {
                for (Range range : chunks.get(chunk)) {
                    wanted.add(new Wanted(chunk, range));
                }
            }
        }
        wanted.sort(Comparator.comparingLong(each -> each.range().from()));
        for (int first = 0; first < wanted.size(); ) {
            int end = first + 1;
            while (end < wanted.size() && isNear(wanted, first, end)) {
                end++;
            }
            FilePiece piece = piece(
                    wanted.get(first).range().from(),
                    wanted.get(end - 1).range().to());
            shared.add(piece);
            for (Wanted each : wanted.subList(first, end)) {
                List<FilePiece> ofChunk = pieces.get(each.chunk());
                if (ofChunk.isEmpty() || ofChunk.get(ofChunk.size() - 1) != piece) {
                    ofChunk.add(piece);
                }
            }
            first = end;
        }
        return pieces;
    }

    private static boolean isNear(List<Wanted> wanted, int first, int next) {
        Range last = wanted.get(next - 1).range();
        Range range = wanted.get(next).range();
        return range.from() - last.to() <= GAP_MAX
                && range.from() >= last.to()
                && range.to() - wanted.get(first).range().from() <= SHARED_BYTES_MAX;
    }

    private List<FilePiece> windows(List<Range> ranges, long bytesMax) {
        List<FilePiece> windows = new ArrayList<>();
        for (Range range : merged(ranges)) {
            for (long from = range.from(); from < range.to(); from += bytesMax) {
                windows.add(piece(from, Math.min(range.to(), from + bytesMax)));
            }
        }
        return windows;
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges) {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && range.from() - last.to() <= GAP_MAX) {
                merged.set(merged.size() - 1, new Range(last.from(), range.to()));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    private FilePiece piece(long from, long to) {
        return new FilePiece(file, from, Math.toIntExact(to - from), arrays);
    }

    /** Of the chunk at this place among those of the constructor. */
    public PieceReader reader(int chunk) {
        return readers.get(chunk);
    }

    /** Of all ranges. */
    public long bytes() {
        return bytes;
    }

    /** Starts to read what is read as a whole, if that is little enough to be held beside what is being used. */
    public void readAhead() {
        if (bytes > AHEAD_BYTES_MAX) {
            return;
        }
        for (FilePiece piece : shared) {
            if (ahead != null && piece.startReadingAhead()) {
                ahead.execute(piece::readAhead);
            }
        }
    }

    /** Nothing of it is needed any more. */
    public void release() {
        readers.forEach(PieceReader::release);
        shared.forEach(FilePiece::release);
    }
}
