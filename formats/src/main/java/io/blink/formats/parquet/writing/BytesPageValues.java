package io.blink.formats.parquet.writing;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.hash.ValueHash;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Strings, bytes, and decimals of more than 18 digits as big-endian bytes of one length. */
final class BytesPageValues extends PageValues {
    /** Length of each value, or 0 where each has its own and says so in front. */
    private final int fixedLength;

    private final ByteList values = new ByteList();
    private final ByteList entries = new ByteList();

    /** Open addressing over the numbers of the dictionary plus one; their hashes beside them. */
    private int[] slots = new int[0];

    private int[] hashes = new int[0];

    BytesPageValues(PrimitiveType type) {
        super(true);
        this.fixedLength = type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY ? 0 : type.getTypeLength();
    }

    @Override
    void add(Column column, boolean[] nulls, int from, int to) {
        if (column instanceof Decimal128Column decimals) {
            addDecimals(decimals, nulls, from, to);
            return;
        }
        BytesColumn strings = (BytesColumn) column;
        for (int i = from; i < to; i++) {
            if (nulls == null || !nulls[i]) {
                values.add(strings.bytes(), strings.offset(i), strings.length(i));
            }
        }
    }

    private void addDecimals(Decimal128Column decimals, boolean[] nulls, int from, int to) {
        byte[] bytes = new byte[fixedLength];
        for (int i = from; i < to; i++) {
            if (nulls == null || !nulls[i]) {
                long high = decimals.high()[i];
                long low = decimals.low()[i];
                for (int k = fixedLength - 1; k >= 0; k--) {
                    bytes[k] = (byte) low;
                    low = (low >>> 8) | (high << 56);
                    high >>= 8;
                }
                values.add(bytes, 0, fixedLength);
            }
        }
    }

    @Override
    int count() {
        return values.count;
    }

    @Override
    long plainBytes() {
        return plainBytes(values);
    }

    private long plainBytes(ByteList list) {
        return list.end(list.count) + (fixedLength == 0 ? (long) Integer.BYTES * list.count : 0);
    }

    @Override
    void describe(Statistics<?> statistics) {
        if (values.count == 0) {
            return;
        }
        int smallest = 0;
        int largest = 0;
        for (int i = 1; i < values.count; i++) {
            if (compare(i, smallest) < 0) {
                smallest = i;
            } else if (compare(i, largest) > 0) {
                largest = i;
            }
        }
        statistics.updateStats(value(smallest));
        statistics.updateStats(value(largest));
    }

    private Binary value(int position) {
        return Binary.fromReusedByteArray(values.bytes, values.end(position), values.length(position));
    }

    /** Unsigned, byte by byte; decimals by their sign first. */
    private int compare(int left, int right) {
        byte[] bytes = values.bytes;
        int leftFrom = values.end(left);
        int rightFrom = values.end(right);
        if (fixedLength > 0 && (bytes[leftFrom] ^ bytes[rightFrom]) < 0) {
            return bytes[leftFrom] < 0 ? -1 : 1;
        }
        return Arrays.compareUnsigned(bytes, leftFrom, values.end(left + 1), bytes, rightFrom, values.end(right + 1));
    }

    @Override
    void clear() {
        values.truncate(0);
    }

    @Override
    boolean number(int[] target) {
        for (int i = 0; i < values.count; i++) {
            int from = values.end(i);
            int length = values.length(i);
            int hash = (int) ValueHash.ofBytes(values.bytes, from, length);
            int slot = slots.length == 0 ? -1 : find(hash, from, length);
            if (slot < 0 || slots[slot] == 0) {
                if (plainBytes(entries) + length + Integer.BYTES > DICTIONARY_BYTES) {
                    return false;
                }
                slot = insert(hash, from, length);
            }
            target[i] = slots[slot] - 1;
        }
        return true;
    }

    /** The slot of the page's value at {@code from}, or the empty one where it belongs. */
    private int find(int hash, int from, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0 && !isEntry(slots[slot] - 1, hash, from, length)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isEntry(int number, int hash, int from, int length) {
        return hashes[number] == hash
                && Arrays.equals(
                        entries.bytes, entries.end(number), entries.end(number + 1), values.bytes, from, from + length);
    }

    private int insert(int hash, int from, int length) {
        if (entries.count == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(256, hashes.length * 2));
            rehash(hashes.length * 2);
        }
        int slot = find(hash, from, length);
        hashes[entries.count] = hash;
        entries.add(values.bytes, from, length);
        slots[slot] = entries.count;
        return slot;
    }

    private void rehash(int capacity) {
        slots = new int[capacity];
        for (int number = 0; number < entries.count; number++) {
            int slot = hashes[number] & capacity - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & capacity - 1;
            }
            slots[slot] = number + 1;
        }
    }

    @Override
    int dictionarySize() {
        return entries.count;
    }

    @Override
    int dictionaryBytes() {
        return (int) plainBytes(entries);
    }

    @Override
    void truncateDictionary(int size) {
        entries.truncate(size);
        slots = new int[0];
    }

    @Override
    void writeDictionary(EncodedPage target) {
        write(entries, target);
    }

    @Override
    void writePlain(EncodedPage target) {
        write(values, target);
    }

    private void write(ByteList list, EncodedPage target) {
        if (fixedLength > 0) {
            target.putBytes(list.bytes, 0, list.end(list.count));
            return;
        }
        for (int i = 0; i < list.count; i++) {
            target.putInt(list.length(i));
            target.putBytes(list.bytes, list.end(i), list.length(i));
        }
    }

    /** Byte strings one behind the other. */
    private static final class ByteList {
        private byte[] bytes = new byte[0];
        private int[] ends = new int[0];
        private int count;

        /** Where value {@code position - 1} ends and value {@code position} begins. */
        int end(int position) {
            return position == 0 ? 0 : ends[position - 1];
        }

        int length(int position) {
            return ends[position] - end(position);
        }

        void add(byte[] source, int from, int length) {
            int start = end(count);
            int behind = Math.addExact(start, length);
            if (behind > bytes.length) {
                bytes = Arrays.copyOf(
                        bytes, (int) Math.min(Integer.MAX_VALUE - 64, Math.max(Math.max(1024L, behind), start * 2L)));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, Math.max(256, count * 2));
            }
            System.arraycopy(source, from, bytes, start, length);
            ends[count++] = behind;
        }

        void truncate(int kept) {
            count = kept;
        }
    }
}
