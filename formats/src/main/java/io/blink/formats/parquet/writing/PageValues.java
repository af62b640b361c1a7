package io.blink.formats.parquet.writing;

import io.blink.core.column.Column;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The values that the page at hand of one column chunk has, NULLs left out, and the chunk's dictionary. A chunk begins with dictionary encoding and goes
 * over to plain values, for good, when its first page does not shrink by it or the dictionary is full.
 */
abstract sealed class PageValues permits FixedPageValues, BytesPageValues {
    /** A dictionary is in memory as long as its chunk is read, so it stays small. */
    static final int DICTIONARY_BYTES = 1 << 20;

    /** What readers of every age know in pages of version 1; the newer name stands for the same bytes. */
    @SuppressWarnings("deprecation")
    private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    private boolean dictionaryOpen;
    private boolean firstPage = true;
    private int[] ids = new int[0];

    /** @param dictionary whether values of this type may be encoded by one */
    PageValues(boolean dictionary) {
        this.dictionaryOpen = dictionary;
    }

    static PageValues of(PrimitiveType type) {
        boolean wide = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                && type.getTypeLength() > Long.BYTES;
        return wide || type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                ? new BytesPageValues(type)
                : new FixedPageValues(type);
    }

    /** Adds the values of a flat column at {@code [from .. to)} that are not null. */
    abstract void add(Column column, boolean[] nulls, int from, int to);

    abstract int count();

    /** Bytes of the page's values as they are. */
    abstract long plainBytes();

    /** Takes over smallest and largest value of the page. */
    abstract void describe(Statistics<?> statistics);

    /** Forgets the page's values; the dictionary stays. */
    abstract void clear();

    /** The number in the dictionary of each value of the page; new ones are added. False if the dictionary became too large. */
    abstract boolean number(int[] target);

    abstract int dictionarySize();

    abstract int dictionaryBytes();

    /** Keeps the first {@code size} entries. */
    abstract void truncateDictionary(int size);

    abstract void writeDictionary(EncodedPage target);

    abstract void writePlain(EncodedPage target);

    /** Bytes that this chunk has in memory for the page and the dictionary, as written. */
    final long bufferedBytes() {
        return plainBytes() + dictionaryBytes();
    }

    /** Appends the page's values and says how they are encoded. A page of NULLs alone decides nothing. */
    final Encoding encode(EncodedPage target) {
        if (count() == 0) {
            return Encoding.PLAIN;
        }
        boolean encoded = dictionaryOpen && encodeByDictionary(target);
        firstPage = false;
        if (encoded) {
            return DICTIONARY;
        }
        dictionaryOpen = false;
        writePlain(target);
        return Encoding.PLAIN;
    }

    private boolean encodeByDictionary(EncodedPage target) {
        int before = dictionarySize();
        int start = target.size();
        if (ids.length < count()) {
            ids = new int[Math.max(count(), ids.length * 2)];
        }
        if (number(ids)) {
            int bitWidth = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, dictionarySize() - 1));
            target.putByte(bitWidth);
            RunLengthEncoder.encode(ids, count(), bitWidth, target);
            if (!firstPage || target.size() - start + dictionaryBytes() < plainBytes()) {
                return true;
            }
        }
        target.truncate(start);
        truncateDictionary(before);
        return false;
    }

    /** The dictionary of the chunk, or null if no page uses one. The buffer is free again when the page is written. */
    final DictionaryPage dictionary(EncodedPage buffer) {
        if (dictionarySize() == 0) {
            return null;
        }
        buffer.clear();
        writeDictionary(buffer);
        return new DictionaryPage(buffer.view(), dictionarySize(), DICTIONARY);
    }
}
