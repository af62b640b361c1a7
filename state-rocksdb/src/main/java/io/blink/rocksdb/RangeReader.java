package io.blink.rocksdb;

import io.blink.state.record.Expiry;
import java.util.Arrays;
import org.rocksdb.RocksIterator;

/** Goes through ranges of entries, leaving out those that are over. Sees what was written before it was made. Used on one thread. */
final class RangeReader implements AutoCloseable {
    private final RocksDatabase database;
    private final Expiry expiry;
    private final RocksIterator iterator;
    private final long deadline;

    /** Takes an entry; false ends the range. */
    @FunctionalInterface
    interface EntryTarget {
        boolean accept(byte[] key, byte[] value);
    }

    RangeReader(RocksEntries entries) {
        database = entries.database();
        expiry = entries.expiry();
        iterator = database.iterator();
        deadline = expiry.applies() ? expiry.deadlineMillis() : 0;
    }

    /** From the first key not before {@code from} to the last one before {@code to}. */
    void ascend(byte[] from, byte[] to, EntryTarget target) {
        boolean goOn = true;
        for (iterator.seek(from); goOn && iterator.isValid(); iterator.next()) {
            byte[] key = iterator.key();
            if (Arrays.compareUnsigned(key, to) >= 0) {
                return;
            }
            goOn = accept(key, target);
        }
        database.check(iterator);
    }

    /** The same range the other way. */
    void descend(byte[] from, byte[] to, EntryTarget target) {
        boolean goOn = true;
        for (iterator.seekForPrev(to); goOn && iterator.isValid(); iterator.prev()) {
            byte[] key = iterator.key();
            if (Arrays.compareUnsigned(key, from) < 0) {
                return;
            }
            goOn = Arrays.equals(key, to) || accept(key, target);
        }
        database.check(iterator);
    }

    private boolean accept(byte[] key, EntryTarget target) {
        byte[] value = iterator.value();
        return expiry.applies() && expiry.isOver(value, 0, deadline) || target.accept(key, value);
    }

    @Override
    public void close() {
        iterator.close();
    }
}
