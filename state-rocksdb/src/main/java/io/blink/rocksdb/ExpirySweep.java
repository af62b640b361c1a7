package io.blink.rocksdb;

import io.blink.state.record.Expiry;
import java.util.Arrays;
import org.rocksdb.RocksIterator;

/**
 * Deletes entries that are over, a few with each change, going round through a table: two are looked at for each row that is changed, many at a time, since an iterator costs much to make. Used on the
 * task's thread.
 */
final class ExpirySweep {
    private static final int LOOKED_AT_ONCE = 2048;
    private static final int LOOKED_A_ROW = 2;

    private final RocksEntries entries;
    private final byte[] end;
    private byte[] next;
    private int owed;

    ExpirySweep(RocksEntries entries) {
        this.entries = entries;
        end = RocksEntries.successor(entries.prefix());
        next = entries.prefix();
    }

    /** Before a change of some rows. */
    void step(int rows) {
        if (!entries.expiry().applies()) {
            return;
        }
        owed += LOOKED_A_ROW * rows;
        if (owed >= LOOKED_AT_ONCE) {
            look(owed);
            owed = 0;
        }
    }

    private void look(int count) {
        Expiry expiry = entries.expiry();
        long deadline = expiry.deadlineMillis();
        byte[] from = next;
        next = entries.prefix();
        try (RocksIterator iterator = entries.database().iterator()) {
            int looked = 0;
            for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (Arrays.compareUnsigned(key, end) >= 0) {
                    break;
                }
                if (looked++ == count) {
                    next = key;
                    break;
                }
                if (expiry.isOver(iterator.value(), 0, deadline)) {
                    entries.database().delete(key);
                }
            }
            entries.database().check(iterator);
        }
        entries.database().write();
    }
}
