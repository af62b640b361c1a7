package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.spi.state.SortedMapTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sorted map for each key: ordered records whose order key is key, then order. */
final class PagedSortedMapTable implements SortedMapTable {
    private static final int REMOVED_AT_ONCE = 1024;

    private final OrderedRecords records;
    private final OrderKeys orderKeys;
    private final int keyFields;

    PagedSortedMapTable(OrderedRecords records, OrderKeys orderKeys, int keyFields) {
        this.records = records;
        this.orderKeys = orderKeys;
        this.keyFields = keyFields;
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    private BytesColumn encode(Column[] keys, int rows, Column[] order) {
        Column[] all = Arrays.copyOf(keys, keys.length + order.length);
        System.arraycopy(order, 0, all, keys.length, order.length);
        for (int c = 0; c < all.length; c++) {
            all[c] = all[c].flat();
        }
        return orderKeys.encode(all, rows);
    }

    @Override
    public void put(Column[] keys, long[] hashes, int rows, Column[] order, Column[] values) {
        Column[] stored = records.layout().stored(values, records.layout().values());
        records.put(encode(keys, rows, order), hashes, rows, stored);
    }

    @Override
    public Column[] get(Column[] keys, int rows, Column[] order) {
        int[] addresses = new int[rows];
        records.find(encode(keys, rows, order), rows, addresses);
        return records.values(addresses, rows);
    }

    @Override
    public int remove(Column[] keys, int rows, Column[] order) {
        return records.remove(encode(keys, rows, order), rows);
    }

    @Override
    public Batch read(Column[] keys, int row, Range range, Direction direction, int limit) {
        int[] addresses = new int[limit];
        int count = collect(keys, row, range, direction == Direction.DESCENDING, addresses);
        Column[] decoded = orderKeys.decode(records.keys(addresses, count));
        List<Column> columns = new ArrayList<>(List.of(decoded).subList(keyFields, decoded.length));
        columns.addAll(List.of(records.values(addresses, count)));
        return new Batch(count, columns);
    }

    @Override
    public int removeRange(Column[] keys, int row, Range range) {
        records.log().tidy(REMOVED_AT_ONCE);
        int[] addresses = new int[REMOVED_AT_ONCE];
        int removed = 0;
        int count = collect(keys, row, range, false, addresses);
        while (count > 0) {
            records.remove(addresses, count);
            removed += count;
            count = collect(keys, row, range, false, addresses);
        }
        return removed;
    }

    private int collect(Column[] keys, int row, Range range, boolean descending, int[] addresses) {
        byte[] key = prefix(keys, row, null);
        byte[] from = range.from() == null ? key : prefix(keys, row, range.from());
        byte[] to = range.to() == null ? successor(key) : prefix(keys, row, range.to());
        return records.collect(from, to, descending, addresses);
    }

    /** The order key of a key and the first few order columns, which have one row. */
    private byte[] prefix(Column[] keys, int row, Column[] order) {
        int fields = keyFields + (order == null ? 0 : order.length);
        Column[] all = new Column[fields];
        for (int f = 0; f < fields; f++) {
            all[f] = f < keyFields ? keys[f].slice(row, 1).flat() : order[f - keyFields].flat();
        }
        OrderKeyBuffer buffer = new OrderKeyBuffer();
        orderKeys.encode(all, 0, fields, buffer);
        return buffer.toByteArray();
    }

    /** The least byte string after all that start with {@code prefix}; {@code null} if there is none. */
    private static byte[] successor(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] successor = Arrays.copyOf(prefix, length);
        successor[length - 1]++;
        return successor;
    }
}
