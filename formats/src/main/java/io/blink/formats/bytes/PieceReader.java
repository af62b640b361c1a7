package io.blink.formats.bytes;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.ReadFailure;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Gives the bytes of one column chunk or stream, which lie in pieces of the file. Pieces of its own are read one ahead and released behind the position; those that it shares with others stay
 * until all are released. Meant to go forward; going back reads again. One thread.
 */
public final class PieceReader {
    /** What is read at a place that no piece holds: an old writer may have counted too few bytes. */
    private static final int UNPLANNED_BYTES = 4 << 10;

    private final InputFile file;
    private final List<FilePiece> pieces;
    private final boolean own;
    private final HeldArrays arrays;
    private final Executor ahead;
    private int current;
    private byte[] assembled = new byte[0];
    private byte[] array;
    private int limit;

    /**
     * @param pieces ascending, without common bytes
     * @param own whether nobody else reads the pieces
     * @param ahead reads the next piece while one is being used; {@code null}: nobody does
     */
    PieceReader(InputFile file, List<FilePiece> pieces, boolean own, HeldArrays arrays, Executor ahead) {
        this.file = file;
        this.pieces = pieces;
        this.own = own;
        this.arrays = arrays;
        this.ahead = ahead;
    }

    /** What {@link #at} and {@link #take} give indexes of; eight bytes more than they tell of may be read in it. */
    public byte[] array() {
        return array;
    }

    /** In {@link #array}, behind the last byte that there is at once. */
    public int limit() {
        return limit;
    }

    /** Makes at least one byte available at a position of the file, up to {@link #limit}; returns its index. Valid until the next call. */
    public int at(long position) throws IOException {
        FilePiece piece = pieceAt(position);
        if (piece == null) {
            return assemble(position, (int) Math.min(UNPLANNED_BYTES, Math.max(1, file.length() - position)));
        }
        array = piece.bytes();
        limit = (int) (piece.to() - piece.from());
        return (int) (position - piece.from());
    }

    /** Makes {@code count} bytes from a position of the file on stand side by side; returns the index of the first. Valid until the next call. */
    public int take(long position, int count) throws IOException {
        FilePiece piece = pieceAt(position);
        if (piece == null || piece.to() - position < count) {
            return assemble(position, count);
        }
        array = piece.bytes();
        int index = (int) (position - piece.from());
        limit = index + count;
        return index;
    }

    /** {@code null}: there is none. */
    private FilePiece pieceAt(long position) {
        if (current < pieces.size() && pieces.get(current).from() > position) {
            current = 0;
        }
        while (current < pieces.size() && pieces.get(current).to() <= position) {
            if (own) {
                pieces.get(current).release();
            }
            current++;
        }
        if (current == pieces.size() || pieces.get(current).from() > position) {
            return null;
        }
        readAhead(current + 1);
        return pieces.get(current);
    }

    private void readAhead(int index) {
        if (own && ahead != null && index < pieces.size()) {
            FilePiece next = pieces.get(index);
            if (next.startReadingAhead()) {
                ahead.execute(next::readAhead);
            }
        }
    }

    private int assemble(long position, int count) throws IOException {
        if (count > file.length() - position || count < 0 || position < 0) {
            throw new EOFException(count + " bytes at byte " + position + " where the file has " + file.length());
        }
        byte[] target = room(count);
        int done = 0;
        while (done < count) {
            FilePiece piece = pieceAt(position + done);
            if (piece == null) {
                int step = (int) Math.min(count - done, nextPiece() - position - done);
                ReadFailure.readFully(file, position + done, target, done, step);
                done += step;
            } else {
                int step = (int) Math.min(count - done, piece.to() - position - done);
                System.arraycopy(piece.bytes(), (int) (position + done - piece.from()), target, done, step);
                done += step;
            }
        }
        array = target;
        limit = count;
        return 0;
    }

    private long nextPiece() {
        return current < pieces.size() ? pieces.get(current).from() : Long.MAX_VALUE;
    }

    private byte[] room(int count) {
        if (assembled.length < count + FilePiece.SLACK) {
            leaveAssembled();
            assembled = arrays.take(Math.addExact(count, FilePiece.SLACK));
        }
        return assembled;
    }

    private void leaveAssembled() {
        if (assembled.length > 0) {
            arrays.give(assembled);
            assembled = new byte[0];
        }
    }

    /** Nothing is read any more. */
    void release() {
        leaveAssembled();
        array = null;
        if (own) {
            pieces.forEach(FilePiece::release);
        }
    }
}
