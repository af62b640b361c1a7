package io.blink.formats.orc.column;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.IOException;

/** Strings as ids into the dictionary of the stripe. A small dictionary is kept, with one more entry for NULL; of a large one, values are looked up. */
final class DictionaryStrings implements Values {
    /** Beyond this, work done once for each entry is no less than work done for each row. */
    private static final int KEPT_ENTRIES_MAX = 1 << 16;

    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final LongRuns ids;
    private final int entries;
    private final BytesColumn dictionary;
    private final boolean keeps;

    private DictionaryStrings(LongRuns ids, int entries, BytesColumn dictionary) {
        this.ids = ids;
        this.entries = entries;
        this.dictionary = dictionary;
        this.keeps = entries <= KEPT_ENTRIES_MAX && dictionary.bytes().length <= KEPT_BYTES_MAX;
    }

    /** @param entries of the dictionary @param trims whether blanks at the end go, as of CHAR */
    static DictionaryStrings of(LongRuns ids, int entries, StreamBytes bytes, LongRuns lengths, boolean trims)
            throws IOException {
        int[] lengthOf = new int[entries];
        int total = BytesColumn.checkedLength(lengths.readLengths(lengthOf, 0, entries));
        byte[] all = bytes.readBytes(total);
        int[] offsets = new int[entries + 2];
        for (int i = 0; i < entries; i++) {
            offsets[i + 1] = offsets[i] + lengthOf[i];
        }
        offsets[entries + 1] = offsets[entries];
        boolean[] nulls = new boolean[entries + 1];
        nulls[entries] = true;
        BytesColumn dictionary = new BytesColumn(entries + 1, all, offsets, nulls);
        return new DictionaryStrings(ids, entries, trims ? Blanks.trimmed(dictionary) : dictionary);
    }

    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        int[] idOf = readIds(rows, present, nulls);
        return keeps ? new DictionaryColumn(rows, idOf, dictionary) : dictionary.take(idOf, 0, rows);
    }

    private int[] readIds(int rows, int present, boolean[] nulls) throws IOException {
        int[] idOf = new int[rows];
        ids.read(idOf, 0, present);
        int highest = 0;
        for (int i = 0; i < present; i++) {
            highest = Math.max(highest, idOf[i] & Integer.MAX_VALUE | idOf[i] >> 31 & Integer.MAX_VALUE);
        }
        if (present > 0 && highest >= entries) {
            throw new IOException("id " + highest + " in a dictionary of " + entries + " entries");
        }
        if (nulls != null) {
            Spread.spread(idOf, present, nulls, rows);
            for (int i = 0; i < rows; i++) {
                idOf[i] = nulls[i] ? entries : idOf[i];
            }
        }
        return idOf;
    }

    @Override
    public Column read(int rows, int present, boolean[] nulls, int[] positions, int count) throws IOException {
        int[] all = readIds(rows, present, nulls);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = all[positions[i]];
        }
        return keeps ? new DictionaryColumn(count, chosen, dictionary) : dictionary.take(chosen, 0, count);
    }

    @Override
    public void skip(long present) throws IOException {
        ids.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        ids.seek(positions);
    }
}
