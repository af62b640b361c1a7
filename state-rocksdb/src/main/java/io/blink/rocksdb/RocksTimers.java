package io.blink.rocksdb;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Timers: entries by time, then key. The least time is known, so that asking for it reads nothing and searches do not pass over what was taken before. */
final class RocksTimers implements Timers {
    private static final Column[] NO_VALUES = {};

    private final RocksEntries entries;
    private final byte[] end;
    private boolean nextKnown;
    private long next;
    /** No timer is before it. */
    private byte[] first;

    RocksTimers(RocksEntries entries) {
        this.entries = entries;
        end = RocksEntries.successor(entries.prefix());
        first = entries.prefix();
    }

    /** Reads through all timers. */
    @Override
    public long size() {
        long[] count = new long[1];
        try (RangeReader reader = new RangeReader(entries)) {
            reader.ascend(first, end, (key, value) -> {
                count[0]++;
                return true;
            });
        }
        return count[0];
    }

    private byte[][] encode(long[] times, Column[] keys, int rows) {
        Column[] all = new Column[keys.length + 1];
        all[0] = new LongColumn(rows, times, null);
        System.arraycopy(keys, 0, all, 1, keys.length);
        return entries.keys(all, rows);
    }

    @Override
    public void set(long[] times, Column[] keys, long[] hashes, int rows) {
        byte[][] encoded = encode(times, keys, rows);
        byte[][] values = entries.values(NO_VALUES, hashes, rows);
        for (int i = 0; i < rows; i++) {
            entries.database().put(encoded[i], values[i]);
            next = nextKnown ? Math.min(next, times[i]) : next;
            first = Arrays.compareUnsigned(encoded[i], first) < 0 ? encoded[i] : first;
        }
        entries.database().write();
    }

    @Override
    public void cancel(long[] times, Column[] keys, int rows) {
        for (byte[] key : encode(times, keys, rows)) {
            entries.database().delete(key);
        }
        entries.database().write();
        nextKnown = false;
    }

    @Override
    public long next() {
        if (!nextKnown) {
            read(end, 0, new ArrayList<>());
        }
        return next;
    }

    /** Adds the first timers before a bound, at most {@code limit}; the one behind them is the next one. */
    private void read(byte[] bound, int limit, List<byte[]> keys) {
        byte[][] behind = new byte[1][];
        try (RangeReader reader = new RangeReader(entries)) {
            reader.ascend(first, end, (key, value) -> {
                if (keys.size() == limit || Arrays.compareUnsigned(key, bound) >= 0) {
                    behind[0] = key;
                    return false;
                }
                keys.add(key);
                return true;
            });
        }
        byte[] least = behind[0];
        next = least == null ? NONE : ((LongColumn) entries.keyColumns(List.of(least))[0]).values()[0];
        first = least == null ? entries.prefix() : least;
        nextKnown = true;
    }

    @Override
    public Due take(long until, int limit) {
        if (nextKnown && next > until) {
            return due(List.of());
        }
        List<byte[]> keys = new ArrayList<>();
        byte[] bound = until == Long.MAX_VALUE ? end : behind(until);
        read(bound, limit, keys);
        keys.forEach(entries.database()::delete);
        entries.database().write();
        return due(keys);
    }

    private Due due(List<byte[]> keys) {
        Column[] columns = entries.keyColumns(keys);
        return new Due(keys.size(), ((LongColumn) columns[0]).values(), Arrays.copyOfRange(columns, 1, columns.length));
    }

    /** Before every key of a later time. */
    private byte[] behind(long time) {
        return entries.keys(new Column[] {new LongColumn(1, new long[] {time + 1}, null)}, 1)[0];
    }
}
