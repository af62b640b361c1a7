package io.blink.runtime.operator.join;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import java.util.function.Consumer;

/**
 * Makes the filter of one key of a build side that is all in memory.
 *
 * @param keys the key of each group
 * @param passesNulls whether a NULL may have an equal
 */
record BuildKeys(ColumnStore keys, DataType type, boolean passesNulls) {
    /** Ranges up to this have one bit a value: 1 MB. */
    private static final long BITS_MAX = 1L << 23;

    /** What a filter takes at most: bits, or hashes. */
    static final long FILTER_BYTES_MAX = 4L << 20;

    /** {@code null} if there are too many keys for a filter to be worth its memory. */
    KeyFilter filter(int column) {
        return switch (type.physicalType()) {
            case BYTE, SHORT, INT, LONG -> integers(column);
            default -> hashed(column);
        };
    }

    private KeyFilter integers(int column) {
        long[] range = {Long.MAX_VALUE, Long.MIN_VALUE};
        forEachChunk(chunk -> include(widened(chunk), range));
        long span = range[1] - range[0];
        if (range[0] > range[1]) {
            return new IntegerKeyFilter(column, type, passesNulls, range[0], range[1], null, null);
        }
        if (span >= 0 && span < BITS_MAX) {
            long[] bits = new long[(int) (span >>> 6) + 1];
            forEachChunk(chunk -> setBits(widened(chunk), range[0], bits));
            return new IntegerKeyFilter(column, type, passesNulls, range[0], range[1], bits, null);
        }
        BlockedBloomFilter hashes = BlockedBloomFilter.fits(keys.size()) ? hashes() : null;
        return new IntegerKeyFilter(column, type, passesNulls, range[0], range[1], null, hashes);
    }

    private static void include(LongColumn values, long[] range) {
        for (int i = 0; i < values.size(); i++) {
            if (!values.isNull(i)) {
                range[0] = Math.min(range[0], values.get(i));
                range[1] = Math.max(range[1], values.get(i));
            }
        }
    }

    private static void setBits(LongColumn values, long least, long[] bits) {
        for (int i = 0; i < values.size(); i++) {
            if (!values.isNull(i)) {
                long distance = values.get(i) - least;
                bits[(int) (distance >>> 6)] |= 1L << distance;
            }
        }
    }

    private KeyFilter hashed(int column) {
        return BlockedBloomFilter.fits(keys.size())
                ? new HashedKeyFilter(column, passesNulls, keys.size() == 0, hashes())
                : null;
    }

    private BlockedBloomFilter hashes() {
        BlockedBloomFilter filter = new BlockedBloomFilter(keys.size());
        forEachChunk(chunk -> {
            long[] ofChunk = new long[chunk.size()];
            ColumnHash.ofColumn(chunk, ofChunk);
            for (long hash : ofChunk) {
                filter.add(hash);
            }
        });
        return filter;
    }

    private void forEachChunk(Consumer<Column> action) {
        for (int from = 0; from < keys.size(); from += ColumnStore.CHUNK_ROWS) {
            action.accept(
                    keys.chunk(from / ColumnStore.CHUNK_ROWS, Math.min(ColumnStore.CHUNK_ROWS, keys.size() - from)));
        }
    }

    /** Flat integers as longs. */
    static LongColumn widened(Column flat) {
        if (flat instanceof LongColumn longs) {
            return longs;
        }
        int size = flat.size();
        long[] values = new long[size];
        boolean[] nulls = null;
        if (flat instanceof IntColumn ints) {
            for (int i = 0; i < size; i++) {
                values[i] = ints.values()[i];
            }
            nulls = ints.nulls();
        } else if (flat instanceof ShortColumn shorts) {
            for (int i = 0; i < size; i++) {
                values[i] = shorts.values()[i];
            }
            nulls = shorts.nulls();
        } else if (flat instanceof ByteColumn bytes) {
            for (int i = 0; i < size; i++) {
                values[i] = bytes.values()[i];
            }
            nulls = bytes.nulls();
        } else {
            throw new IllegalArgumentException(flat.physicalType() + " is not an integer");
        }
        return new LongColumn(size, values, nulls);
    }
}
