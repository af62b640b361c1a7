package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.state.record.OrderKey;
import io.blink.state.record.OrderKeyRows;
import io.blink.state.record.OrderKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A sorted map for each key: ordered records whose order key is key, then order. */
final class PagedSortedMapTable implements SortedMapTable {
    private static final int REMOVED_AT_ONCE = 1024;

    private final OrderedRecords records;
    private final OrderKeys orderKeys;
    private final int keyFields;
    private final int[] keyPositions;
    private final OrderKeyRows keyRows = new OrderKeyRows();
    private final OrderKeyRows bounds = new OrderKeyRows();
    private final OrderKey start = new OrderKey();
    private final OrderKey from = new OrderKey();
    private final OrderKey to = new OrderKey();
    private final AddressList addresses = new AddressList();
    private int[] found = new int[0];
    private long[] hashes = new long[0];

    PagedSortedMapTable(OrderedRecords records, int keyFields) {
        this.records = records;
        this.orderKeys = records.orderKeys();
        this.keyFields = keyFields;
        keyPositions = IntStream.range(0, keyFields).toArray();
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    // ---- Entries

    @Override
    public void put(Column[] keys, long[] keyHashes, int rows, Column[] order, Column[] values) {
        orderKeys.encode(with(flat(keys), order), keyHashes, rows, keyRows);
        records.put(
                keyRows,
                keyHashes,
                records.layout().stored(values, records.layout().values()));
    }

    @Override
    public Column[] get(Column[] keys, int rows, Column[] order) {
        encode(keys, rows, order);
        found = found.length < rows ? new int[rows] : found;
        records.find(keyRows, found);
        return records.values(found, rows);
    }

    @Override
    public int remove(Column[] keys, int rows, Column[] order) {
        encode(keys, rows, order);
        return records.remove(keyRows);
    }

    private void encode(Column[] keys, int rows, Column[] order) {
        Column[] flatKeys = flat(keys);
        hash(flatKeys, rows);
        orderKeys.encode(with(flatKeys, order), hashes, rows, keyRows);
    }

    private void hash(Column[] keys, int rows) {
        hashes = hashes.length < rows ? new long[rows] : hashes;
        Column[] exact = new Column[keys.length];
        for (int k = 0; k < keys.length; k++) {
            exact[k] = keys[k].size() == rows ? keys[k] : keys[k].slice(0, rows);
        }
        ColumnHash.ofKeys(new Batch(rows, List.of(exact)), keyPositions, hashes);
    }

    private static Column[] flat(Column[] columns) {
        Column[] flat = new Column[columns.length];
        for (int c = 0; c < flat.length; c++) {
            flat[c] = columns[c].flat();
        }
        return flat;
    }

    private static Column[] with(Column[] flatKeys, Column[] order) {
        Column[] all = Arrays.copyOf(flatKeys, flatKeys.length + order.length);
        for (int c = 0; c < order.length; c++) {
            all[flatKeys.length + c] = order[c].flat();
        }
        return all;
    }

    // ---- Ranges

    @Override
    public Entries readEach(Column[] keys, int rows, Range ranges, Direction direction, int limit) {
        encodeBounds(keys, rows, ranges);
        int[] ends = new int[rows];
        addresses.clear();
        for (int i = 0; i < rows; i++) {
            collect(i, ranges, direction == Direction.DESCENDING, limit);
            ends[i] = addresses.size();
        }
        int count = addresses.size();
        Column[] decoded = orderKeys.decode(records.keys(addresses.array(), count));
        List<Column> columns = new ArrayList<>(List.of(decoded).subList(keyFields, decoded.length));
        columns.addAll(List.of(records.values(addresses.array(), count)));
        return new Entries(ends, new Batch(count, columns));
    }

    @Override
    public int removeEach(Column[] keys, int rows, Range ranges) {
        encodeBounds(keys, rows, ranges);
        records.log().tidy(rows);
        int removed = 0;
        for (int i = 0; i < rows; i++) {
            addresses.clear();
            while (collect(i, ranges, false, REMOVED_AT_ONCE) > 0) {
                records.remove(addresses);
                removed += addresses.size();
                addresses.clear();
            }
        }
        return removed;
    }

    /** For each row its key, which all keys of its range start with, and in {@link #bounds} what it goes from and to. */
    private void encodeBounds(Column[] keys, int rows, Range ranges) {
        Column[] flatKeys = flat(keys);
        hash(flatKeys, rows);
        orderKeys.encode(flatKeys, hashes, rows, keyRows);
        Column[] first = ranges.from() == null ? null : with(flatKeys, ranges.from());
        Column[] behind = ranges.to() == null ? null : with(flatKeys, ranges.to());
        bounds.begin(2 * rows);
        for (int i = 0; i < rows; i++) {
            if (first != null) {
                orderKeys.encodeRow(first, i, hashes[i], bounds);
            }
            if (behind != null) {
                orderKeys.encodeRow(behind, i, hashes[i], bounds);
            }
        }
    }

    private int collect(int row, Range ranges, boolean descending, int limit) {
        keyRows.at(row, start);
        int bound = row * ((ranges.from() == null ? 0 : 1) + (ranges.to() == null ? 0 : 1));
        if (ranges.from() == null) {
            from.set(start.group, 0, start.bytes, start.from, start.from);
        } else {
            bounds.at(bound++, from);
        }
        if (ranges.to() != null) {
            bounds.at(bound, to);
        } else if (start.group != -1) {
            to.set(start.group + 1, 0, start.bytes, start.from, start.from);
        }
        boolean bounded = ranges.to() != null || start.group != -1;
        return records.collect(from, bounded ? to : null, start, descending, limit, addresses);
    }
}
