package io.blink.rocksdb;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.SortedMapTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sorted map for each key: its entries lie beside each other in the database. */
final class RocksSortedMapTable implements SortedMapTable {
    private final RocksEntries entries;
    private final ExpirySweep sweep;
    private final int keyFields;

    RocksSortedMapTable(RocksEntries entries, int keyFields) {
        this.entries = entries;
        this.keyFields = keyFields;
        sweep = new ExpirySweep(entries);
    }

    /** Reads through all entries. */
    @Override
    public long size() {
        long[] count = new long[1];
        try (RangeReader reader = new RangeReader(entries)) {
            reader.ascend(entries.prefix(), RocksEntries.successor(entries.prefix()), (key, value) -> {
                count[0]++;
                return true;
            });
        }
        return count[0];
    }

    private static Column[] with(Column[] keys, Column[] order) {
        Column[] all = Arrays.copyOf(keys, keys.length + order.length);
        System.arraycopy(order, 0, all, keys.length, order.length);
        return all;
    }

    @Override
    public void put(Column[] keys, long[] hashes, int rows, Column[] order, Column[] values) {
        sweep.step(rows);
        byte[][] encoded = entries.keys(with(keys, order), rows);
        byte[][] encodedValues = entries.values(values, hashes, rows);
        for (int i = 0; i < rows; i++) {
            entries.database().put(encoded[i], encodedValues[i]);
        }
        entries.database().write();
    }

    @Override
    public Column[] get(Column[] keys, int rows, Column[] order) {
        return entries.columns(entries.get(Arrays.asList(entries.keys(with(keys, order), rows))));
    }

    @Override
    public int remove(Column[] keys, int rows, Column[] order) {
        sweep.step(rows);
        HeldEntries distinct = new HeldEntries();
        for (byte[] key : entries.keys(with(keys, order), rows)) {
            distinct.numberOf(key);
        }
        List<byte[]> wanted = new ArrayList<>(distinct.size());
        for (int number = 0; number < distinct.size(); number++) {
            wanted.add(distinct.key(number));
        }
        int removed = 0;
        List<byte[]> found = entries.get(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            if (found.get(i) != null) {
                entries.database().delete(wanted.get(i));
                removed++;
            }
        }
        entries.database().write();
        return removed;
    }

    // ---- Ranges

    /** Where the range of each row begins and ends. */
    private record Bounds(byte[][] from, byte[][] to) {}

    private Bounds bounds(Column[] keys, int rows, Range ranges) {
        byte[][] starts = entries.keys(keys, rows);
        byte[][] from = ranges.from() == null ? starts : entries.keys(with(keys, ranges.from()), rows);
        byte[][] to;
        if (ranges.to() == null) {
            to = new byte[rows][];
            for (int i = 0; i < rows; i++) {
                to[i] = RocksEntries.successor(starts[i]);
            }
        } else {
            to = entries.keys(with(keys, ranges.to()), rows);
        }
        return new Bounds(from, to);
    }

    @Override
    public Entries readEach(Column[] keys, int rows, Range ranges, Direction direction, int limit) {
        Bounds bounds = bounds(keys, rows, ranges);
        List<byte[]> foundKeys = new ArrayList<>();
        List<byte[]> foundValues = new ArrayList<>();
        int[] ends = new int[rows];
        try (RangeReader reader = new RangeReader(entries)) {
            for (int i = 0; i < rows; i++) {
                long end = (long) foundKeys.size() + limit;
                RangeReader.EntryTarget target = (key, value) -> {
                    foundKeys.add(key);
                    foundValues.add(value);
                    return foundKeys.size() < end;
                };
                if (limit > 0 && direction == Direction.ASCENDING) {
                    reader.ascend(bounds.from()[i], bounds.to()[i], target);
                } else if (limit > 0) {
                    reader.descend(bounds.from()[i], bounds.to()[i], target);
                }
                ends[i] = foundKeys.size();
            }
        }
        Column[] decoded = entries.keyColumns(foundKeys);
        List<Column> columns = new ArrayList<>(List.of(decoded).subList(keyFields, decoded.length));
        columns.addAll(List.of(entries.columns(foundValues)));
        return new Entries(ends, new Batch(foundKeys.size(), columns));
    }

    @Override
    public int removeEach(Column[] keys, int rows, Range ranges) {
        sweep.step(rows);
        Bounds bounds = bounds(keys, rows, ranges);
        HeldEntries removed = new HeldEntries();
        try (RangeReader reader = new RangeReader(entries)) {
            for (int i = 0; i < rows; i++) {
                reader.ascend(bounds.from()[i], bounds.to()[i], (key, value) -> {
                    if (removed.numberOf(key) == removed.size() - 1) {
                        entries.database().delete(key);
                    }
                    return true;
                });
            }
        }
        entries.database().write();
        return removed.size();
    }
}
