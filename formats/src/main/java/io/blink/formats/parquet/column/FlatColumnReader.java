package io.blink.formats.parquet.column;

import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.formats.parquet.page.LeafPages;
import io.blink.formats.parquet.page.LeafValues;
import java.io.IOException;
import java.util.Arrays;

/** A column without nesting: at most one definition level. Keeps the dictionary while all values of a batch come from it. */
public final class FlatColumnReader implements ParquetColumnReader {
    private final LeafPages pages;
    private final LeafConversion conversion;
    private final boolean optional;
    /** The dictionary converted, with a null entry behind its own entries; {@code null} if ids are not worth keeping. */
    private final Column sharedDictionary;
    /** The dictionary converted, of fixed-width values that are looked up at once; {@code null} if there is none or ids are kept. */
    private final Column valueDictionary;

    private int[] ids = new int[0];
    private int[] nullPlaces = new int[0];

    public FlatColumnReader(LeafPages pages, LeafConversion conversion) {
        this.pages = pages;
        this.conversion = conversion;
        this.optional = pages.column().getMaxDefinitionLevel() > 0;
        Column dictionary = pages.dictionary() == null ? null : conversion.convert(pages.dictionary());
        boolean kept = conversion.keepsDictionary();
        this.sharedDictionary = dictionary != null && kept ? NullSpread.withNullEntry(dictionary) : null;
        this.valueDictionary = dictionary != null && !kept && dictionary.size() > 0 ? dictionary : null;
    }

    /** The reader for a column without nesting: values of fixed width are put where they belong at once. */
    public static ParquetColumnReader of(LeafPages pages, LeafConversion conversion) {
        FixedWidth width = conversion.fixedWidth();
        return width == null
                ? new FlatColumnReader(pages, conversion)
                : new FixedWidthColumnReader(pages, conversion, width);
    }

    @Override
    public void skip(int rows) throws IOException {
        pages.skip(rows);
    }

    @Override
    public Column read(int rows) throws IOException {
        boolean[] nulls = optional ? new boolean[rows] : null;
        LeafValues values = null;
        int idCount = 0;
        int present = 0;
        ids = ids.length < rows ? new int[rows] : ids;
        nullPlaces = nullPlaces.length < rows ? new int[rows] : nullPlaces;
        for (int row = 0; row < rows; ) {
            int count = pages.available(rows - row);
            int here = pages.nulls(nulls, nullPlaces, row, count);
            if (pages.inDictionary() && values == null) {
                pages.ids(ids, idCount, here);
                checkIds(idCount, here);
                idCount += here;
            } else {
                values = values == null ? materialized(idCount, rows) : values;
                readValues(values, here);
            }
            present += here;
            row += count;
        }
        boolean[] actualNulls = present == rows ? null : nulls;
        if (values == null && sharedDictionary != null) {
            return dictionaryColumn(rows, idCount, actualNulls);
        }
        if (values == null && valueDictionary != null && idCount > 0) {
            return NullSpread.lookUp(valueDictionary, ids, idCount, actualNulls, rows);
        }
        values = values == null ? materialized(idCount, rows) : values;
        return NullSpread.spread(conversion.convert(values), actualNulls, rows);
    }

    @Override
    public Column read(int rows, int[] positions, int count) throws IOException {
        boolean onePage = Ranks.isFew(count, rows) && pages.available() >= rows;
        boolean picks = onePage && (pages.inDictionary() ? pages.dictionary().count() > 0 : pages.isPlainBytes());
        return picks ? pick(rows, positions, count) : read(rows).take(positions, 0, count);
    }

    /** All rows lie in the page at hand. */
    private Column pick(int rows, int[] positions, int count) {
        boolean[] nulls = optional ? new boolean[rows] : null;
        nullPlaces = nullPlaces.length < rows ? new int[rows] : nullPlaces;
        int present = pages.nulls(nulls, nullPlaces, 0, rows);
        boolean[] chosenNulls = present == rows ? null : new boolean[count];
        for (int i = 0; i < count && chosenNulls != null; i++) {
            chosenNulls[i] = nulls[positions[i]];
        }
        if (present == 0) {
            LeafValues none = new LeafValues(pages.column().getPrimitiveType(), 0);
            return NullSpread.spread(conversion.convert(none), chosenNulls, count);
        }
        ids = ids.length < count ? new int[count] : ids;
        Ranks.set(ids, positions, 0, count, 0, nullPlaces, rows - present, present);
        return pages.inDictionary() ? pickEntries(present, count, chosenNulls) : pickPlain(present, count, chosenNulls);
    }

    private Column pickEntries(int present, int count, boolean[] nulls) {
        pages.pickIds(ids, count, present);
        checkIds(0, count);
        if (sharedDictionary == null) {
            Column found = valueDictionary.take(ids, 0, count);
            return nulls == null ? found : NullSpread.withNulls(found, nulls);
        }
        int[] kept = Arrays.copyOf(ids, count);
        for (int i = 0; i < count && nulls != null; i++) {
            kept[i] = nulls[i] ? sharedDictionary.size() - 1 : kept[i];
        }
        return new DictionaryColumn(count, kept, sharedDictionary);
    }

    private Column pickPlain(int present, int count, boolean[] nulls) {
        LeafValues values = new LeafValues(pages.column().getPrimitiveType(), count);
        pages.pickValues(values, ids, count, present);
        Column found = conversion.convert(values);
        return nulls == null ? found : NullSpread.withNulls(found, nulls);
    }

    private LeafValues materialized(int idCount, int rows) {
        LeafValues values = new LeafValues(pages.column().getPrimitiveType(), rows);
        if (idCount > 0) {
            values.appendEntries(pages.dictionary(), ids, 0, idCount);
        }
        return values;
    }

    private void readValues(LeafValues values, int count) {
        if (pages.inDictionary()) {
            int[] pageIds = new int[count];
            pages.ids(pageIds, 0, count);
            values.appendEntries(pages.dictionary(), pageIds, 0, count);
        } else {
            pages.values(values, count);
        }
    }

    private void checkIds(int from, int count) {
        int size = pages.dictionary().count();
        int highest = 0;
        for (int i = from; i < from + count; i++) {
            highest |= ids[i] < 0 ? Integer.MAX_VALUE : 0;
            highest = Math.max(highest, ids[i]);
        }
        if (count > 0 && highest >= size) {
            throw pages.corrupt("id " + highest + " in a dictionary of " + size + " entries", null);
        }
    }

    private Column dictionaryColumn(int rows, int idCount, boolean[] nulls) {
        if (nulls == null) {
            return new DictionaryColumn(rows, Arrays.copyOf(ids, rows), sharedDictionary);
        }
        int nullId = sharedDictionary.size() - 1;
        int[] spread = new int[rows];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            spread[i] = nulls[i] ? nullId : ids[next];
            next += nulls[i] ? 0 : 1;
        }
        return new DictionaryColumn(rows, spread, sharedDictionary);
    }
}
