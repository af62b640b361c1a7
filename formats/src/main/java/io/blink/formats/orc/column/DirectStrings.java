package io.blink.formats.orc.column;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.IOException;

/** Strings one behind the other, and their lengths. */
final class DirectStrings implements Values {
    private final StreamBytes bytes;
    private final LongRuns lengths;
    private final boolean trims;
    private int[] lengthOf = new int[0];

    /** @param trims whether blanks at the end go, as of CHAR */
    DirectStrings(StreamBytes bytes, LongRuns lengths, boolean trims) {
        this.bytes = bytes;
        this.lengths = lengths;
        this.trims = trims;
    }

    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        int total = readLengths(present);
        byte[] all = bytes.readBytes(total);
        int[] offsets = new int[rows + 1];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] = offsets[i] + (nulls != null && nulls[i] ? 0 : lengthOf[next++]);
        }
        BytesColumn column = new BytesColumn(rows, all, offsets, nulls);
        return trims ? Blanks.trimmed(column) : column;
    }

    private int readLengths(int present) throws IOException {
        lengthOf = lengthOf.length < present ? new int[present] : lengthOf;
        return BytesColumn.checkedLength(lengths.readLengths(lengthOf, 0, present));
    }

    /** Copies the bytes of the chosen rows alone. */
    @Override
    public Column read(int rows, int present, boolean[] nulls, int[] positions, int count) throws IOException {
        readLengths(present);
        int[] offsets = new int[count + 1];
        boolean[] chosenNulls = nulls == null ? null : new boolean[count];
        int next = 0;
        int row = 0;
        long total = 0;
        for (int i = 0; i < count; i++) {
            for (; row < positions[i]; row++) {
                next += nulls != null && nulls[row] ? 0 : 1;
            }
            boolean isNull = nulls != null && nulls[row];
            if (isNull) {
                chosenNulls[i] = true;
            } else {
                total += lengthOf[next];
            }
            offsets[i + 1] = BytesColumn.checkedLength(total);
        }
        BytesColumn column =
                new BytesColumn(count, copy(rows, nulls, positions, count, (int) total), offsets, chosenNulls);
        return trims ? Blanks.trimmed(column) : column;
    }

    private byte[] copy(int rows, boolean[] nulls, int[] positions, int count, int total) throws IOException {
        byte[] chosen = new byte[total];
        int at = 0;
        int next = 0;
        int choice = 0;
        long skipped = 0;
        for (int row = 0; row < rows; row++) {
            boolean isChosen = choice < count && positions[choice] == row;
            choice += isChosen ? 1 : 0;
            if (nulls != null && nulls[row]) {
                continue;
            }
            int length = lengthOf[next++];
            if (isChosen) {
                bytes.skip(skipped);
                skipped = 0;
                bytes.read(chosen, at, length);
                at += length;
            } else {
                skipped += length;
            }
        }
        bytes.skip(skipped);
        return chosen;
    }

    @Override
    public void skip(long present) throws IOException {
        bytes.skip(lengths.skipLengths(present));
    }

    @Override
    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
        lengths.seek(positions);
    }
}
