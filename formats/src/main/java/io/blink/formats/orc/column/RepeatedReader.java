package io.blink.formats.orc.column;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.MapColumn;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;
import java.util.List;

/** ARRAY, of one child, or MAP, of two: the lengths, and in streams of their own the elements one behind the other. */
record RepeatedReader(int id, Presence presence, LongRuns lengths, List<OrcColumnReader> children)
        implements OrcColumnReader {
    /** More in one batch than any memory has; a damaged length is the likelier cause. */
    private static final long ELEMENTS_MAX = 1L << 26;

    @Override
    public Column read(int rows) throws IOException {
        int present = presence.read(rows);
        boolean[] nulls = presence.nulls();
        int[] offsets = new int[rows + 1];
        long total = lengths.readLengths(offsets, 1, present);
        if (total > ELEMENTS_MAX) {
            throw new IOException(
                    rows + " rows have " + total + " elements; up to " + ELEMENTS_MAX + " are read at once");
        }
        spread(offsets, present, nulls, rows);
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] += offsets[i];
        }
        Column first = children.get(0).read((int) total).flat();
        return children.size() == 1
                ? new ArrayColumn(rows, first, offsets, nulls)
                : new MapColumn(rows, first, children.get(1).read((int) total).flat(), offsets, nulls);
    }

    /** Lengths stand at 1 and behind; those of NULLs become 0. */
    private static void spread(int[] lengths, int present, boolean[] nulls, int rows) {
        if (nulls == null) {
            return;
        }
        int next = present;
        for (int i = rows; i > 0; i--) {
            lengths[i] = nulls[i - 1] ? 0 : lengths[next--];
        }
    }

    @Override
    public void skip(long rows) throws IOException {
        long elements = lengths.skipLengths(presence.skip(rows));
        for (OrcColumnReader child : children) {
            child.skip(elements);
        }
    }

    @Override
    public void seek(RowGroupStart start) throws IOException {
        Positions positions = start.of(id);
        presence.seek(positions);
        lengths.seek(positions);
        for (OrcColumnReader child : children) {
            child.seek(start);
        }
    }
}
