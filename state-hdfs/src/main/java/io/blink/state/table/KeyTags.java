package io.blink.state.table;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ValueHash;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordLayout;

/** The tags by which an index knows keys: of the hash alone, or of the hash and a discriminator, the last key field. */
final class KeyTags {
    private static final int NO_DISCRIMINATOR = -1;

    private final int discriminatorOffset;

    KeyTags(RecordLayout layout, boolean discriminated) {
        this.discriminatorOffset =
                discriminated ? layout.keys().get(layout.keys().size() - 1).offset() : NO_DISCRIMINATOR;
    }

    /** The tag of a record. */
    int of(byte[] page, int record) {
        long hash = RecordBytes.hash(page, record);
        return discriminatorOffset == NO_DISCRIMINATOR
                ? HashIndex.tag(hash)
                : tag(hash, (long) RecordBytes.LONGS.get(page, record + discriminatorOffset));
    }

    /** The tags of keys. */
    void of(Column[] keys, long[] hashes, int rows, int[] tags) {
        if (discriminatorOffset == NO_DISCRIMINATOR) {
            for (int i = 0; i < rows; i++) {
                tags[i] = HashIndex.tag(hashes[i]);
            }
        } else {
            long[] discriminators = ((LongColumn) keys[keys.length - 1]).values();
            for (int i = 0; i < rows; i++) {
                tags[i] = tag(hashes[i], discriminators[i]);
            }
        }
    }

    private static int tag(long hash, long discriminator) {
        return HashIndex.tag(ValueHash.ofLong(hash + discriminator));
    }
}
