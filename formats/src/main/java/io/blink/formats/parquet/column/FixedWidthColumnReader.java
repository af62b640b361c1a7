package io.blink.formats.parquet.column;

import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.formats.parquet.page.LeafPages;
import io.blink.formats.parquet.page.LeafValues;
import java.io.IOException;
import java.util.Arrays;

/** A column without nesting of ints, longs or doubles: one pass from the page to the column, one more where there are NULLs. */
final class FixedWidthColumnReader implements ParquetColumnReader {
    private final LeafPages pages;
    private final LeafConversion conversion;
    private final FixedWidth width;
    private final boolean optional;
    /** In an array without spare entries, so that an id beyond it is noticed; {@code null} if the column chunk has none. */
    private final Column dictionary;

    /** The dictionary with an entry for NULL behind its own; made when it is needed. */
    private Column dictionaryWithNull;

    /** All false, if not {@code null}: flags of rows that turned out to be all there. */
    private boolean[] spareNulls;

    private int[] nullPlaces = new int[0];
    private int[] ids = new int[0];
    private int[] ranks = new int[0];

    FixedWidthColumnReader(LeafPages pages, LeafConversion conversion, FixedWidth width) {
        this.pages = pages;
        this.conversion = conversion;
        this.width = width;
        this.optional = pages.column().getMaxDefinitionLevel() > 0;
        LeafValues entries = pages.dictionary();
        this.dictionary = entries == null ? null : conversion.convert(entries).slice(0, entries.count());
    }

    @Override
    public Column read(int rows) throws IOException {
        return read(rows, new FixedWidthValues(width, rows), nullFlags(rows), 0, 0);
    }

    /** Goes on at row {@code from}. @param presentBefore how many of the rows before it are not NULL */
    private Column read(int rows, FixedWidthValues target, boolean[] nulls, int from, int presentBefore)
            throws IOException {
        int present = presentBefore;
        for (int row = from; row < rows; ) {
            int count = pages.available(rows - row);
            int here = pages.nulls(nulls, nullPlaces, row, count);
            int dense = row + count - here;
            put(target, dense, here);
            if (here < count) {
                spread(target, nulls, row, dense, row + count);
            }
            present += here;
            row += count;
        }
        return target.column(present == rows ? kept(nulls) : nulls);
    }

    @Override
    public Column readEncoded(int rows) throws IOException {
        if (!startsInDictionary()) {
            return read(rows);
        }
        boolean[] nulls = nullFlags(rows);
        int[] encoded = new int[rows];
        int present = 0;
        for (int row = 0; row < rows; ) {
            int count = pages.available(rows - row);
            if (!pages.inDictionary()) {
                return readOn(encoded, nulls, row, present, rows);
            }
            int here = pages.nulls(nulls, nullPlaces, row, count);
            int dense = row + count - here;
            pages.ids(encoded, dense, here);
            checkIds(encoded, dense, here);
            if (here < count) {
                spreadIds(encoded, nulls, row, dense, row + count);
                clear(nulls, count - here);
            }
            present += here;
            row += count;
        }
        spareNulls = nulls;
        return new DictionaryColumn(rows, encoded, present == rows ? dictionary : dictionaryWithNull());
    }

    @Override
    public Column readEncoded(int rows, int[] positions, int count) throws IOException {
        return startsInDictionary() ? readEncoded(rows).take(positions, 0, count) : read(rows, positions, count);
    }

    private boolean startsInDictionary() throws IOException {
        return dictionary != null && dictionary.size() > 0 && pages.available() > 0 && pages.inDictionary();
    }

    /** The column chunk goes over to another encoding at row {@code from}. */
    private Column readOn(int[] encoded, boolean[] nulls, int from, int present, int rows) throws IOException {
        FixedWidthValues target = new FixedWidthValues(width, rows);
        target.putEntries(dictionaryWithNull(), encoded, 0, from);
        for (int i = 0; i < from && present < from; i++) {
            nulls[i] = encoded[i] == dictionary.size();
        }
        return read(rows, target, nulls, from, present);
    }

    private Column dictionaryWithNull() {
        if (dictionaryWithNull == null) {
            dictionaryWithNull = NullSpread.withNullEntry(dictionary);
        }
        return dictionaryWithNull;
    }

    private void checkIds(int[] encoded, int from, int count) {
        int highest = 0;
        int signs = 0;
        for (int i = from; i < from + count; i++) {
            signs |= encoded[i];
            highest = Math.max(highest, encoded[i]);
        }
        if (count > 0 && (signs < 0 || highest >= dictionary.size())) {
            throw pages.corrupt("an id beyond the dictionary's " + dictionary.size() + " entries", null);
        }
    }

    /** Moves the ids that stand in {@code dense .. end} to the rows from {@code from} on that are not NULL, and sets those of the others. */
    private void spreadIds(int[] encoded, boolean[] nulls, int from, int dense, int end) {
        int nullId = dictionary.size();
        int nullCount = dense - from;
        if (nullCount > end - from >> 3) {
            int next = dense;
            for (int i = from; i < end; i++) {
                int id = encoded[Math.min(next, end - 1)];
                encoded[i] = nulls[i] ? nullId : id;
                next += nulls[i] ? 0 : 1;
            }
            return;
        }
        int source = dense;
        int target = from;
        for (int i = 0; i < nullCount; i++) {
            int run = nullPlaces[i] - target;
            System.arraycopy(encoded, source, encoded, target, run);
            encoded[target + run] = nullId;
            source += run;
            target += run + 1;
        }
    }

    private void spread(FixedWidthValues target, boolean[] nulls, int from, int dense, int end) {
        int nullCount = dense - from;
        if (nullCount > end - from >> 3) {
            target.spread(nulls, from, dense, end);
        } else {
            target.spread(nullPlaces, nullCount, from, dense);
        }
    }

    private boolean[] nullFlags(int rows) {
        if (!optional) {
            return null;
        }
        nullPlaces = nullPlaces.length < rows ? new int[rows] : nullPlaces;
        boolean[] flags = spareNulls != null && spareNulls.length >= rows ? spareNulls : new boolean[rows];
        spareNulls = null;
        return flags;
    }

    private boolean[] kept(boolean[] unset) {
        spareNulls = unset;
        return null;
    }

    private void put(FixedWidthValues target, int at, int count) {
        if (pages.inDictionary()) {
            readIds(count);
            putEntries(target, ids, at, count);
        } else if (pages.isPlain()) {
            int from = pages.plain(count, width.form().storedBytes());
            target.putPlain(pages.data(), from, at, count);
        } else {
            target.putColumn(decoded(count), at, count);
        }
    }

    private void readIds(int count) {
        ids = ids.length < count ? new int[count] : ids;
        pages.ids(ids, 0, count);
    }

    private void putEntries(FixedWidthValues target, int[] entries, int at, int count) {
        try {
            target.putEntries(dictionary, entries, at, count);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw pages.corrupt("an id beyond the dictionary's " + dictionary.size() + " entries", e);
        }
    }

    /** Values of an encoding that is rare. */
    private Column decoded(int count) {
        LeafValues values = new LeafValues(pages.column().getPrimitiveType(), count);
        pages.values(values, count);
        return conversion.convert(values);
    }

    @Override
    public Column read(int rows, int[] positions, int count) throws IOException {
        FixedWidthValues target = new FixedWidthValues(width, count);
        boolean[] nulls = nullFlags(rows);
        boolean[] chosenNulls = null;
        int done = 0;
        for (int row = 0; row < rows; ) {
            row += pages.passPages((done < count ? positions[done] : rows) - row);
            if (row == rows) {
                break;
            }
            int levels = pages.available(rows - row);
            int here = pages.nulls(nulls, nullPlaces, row, levels);
            int chosen = chosen(positions, done, count, row + levels);
            if (chosen == 0 || here == 0) {
                pages.skipValues(here);
            } else {
                rank(row, levels, here, positions, done, chosen);
                pick(target, here, done, chosen);
            }
            if (here < levels && chosen > 0) {
                chosenNulls = chosenNulls == null ? new boolean[count] : chosenNulls;
                takeNulls(nulls, positions, chosenNulls, done, chosen);
            }
            clear(nulls, levels - here);
            done += chosen;
            row += levels;
        }
        spareNulls = nulls;
        return target.column(chosenNulls);
    }

    /** Takes back the flags of the NULLs whose places were noted last. */
    private void clear(boolean[] nulls, int nullCount) {
        for (int i = 0; i < nullCount; i++) {
            nulls[nullPlaces[i]] = false;
        }
    }

    /** How many of {@code positions[from .. count)} lie before {@code end}. */
    private static int chosen(int[] positions, int from, int count, int end) {
        if (count == from || positions[count - 1] < end) {
            return count - from;
        }
        int found = Arrays.binarySearch(positions, from, count, end);
        return (found < 0 ? -found - 1 : found) - from;
    }

    private static void takeNulls(boolean[] nulls, int[] positions, boolean[] target, int from, int count) {
        for (int i = from; i < from + count; i++) {
            target[i] = nulls[positions[i]];
        }
    }

    private void rank(int row, int levels, int present, int[] positions, int firstPosition, int chosen) {
        ranks = ranks.length < chosen ? new int[chosen] : ranks;
        Ranks.set(ranks, positions, firstPosition, chosen, row, nullPlaces, levels - present, present);
    }

    private void pick(FixedWidthValues target, int present, int at, int chosen) {
        if (pages.inDictionary()) {
            pickIds(present, chosen);
            putEntries(target, ranks, at, chosen);
        } else if (pages.isPlain()) {
            int from = pages.plain(present, width.form().storedBytes());
            target.pickPlain(pages.data(), from, ranks, at, chosen);
        } else {
            target.putColumn(decoded(present).take(ranks, 0, chosen), at, chosen);
        }
    }

    /** Puts the ids that {@link #ranks} name in the place of these. */
    private void pickIds(int present, int chosen) {
        if (Ranks.isFew(chosen, present)) {
            pages.pickIds(ranks, chosen, present);
            return;
        }
        readIds(present);
        for (int i = 0; i < chosen; i++) {
            ranks[i] = ids[ranks[i]];
        }
    }

    @Override
    public void skip(int rows) throws IOException {
        pages.skip(rows);
    }
}
