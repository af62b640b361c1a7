package io.blink.rocksdb;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.state.checkpoint.TableDescription;
import io.blink.state.record.Expiry;
import io.blink.state.record.FieldReading;
import io.blink.state.record.FieldWriting;
import io.blink.state.record.OrderKeyRows;
import io.blink.state.record.OrderKeys;
import io.blink.state.record.RecordLayout;
import io.blink.state.record.RecordPlaces;
import io.blink.state.record.TableCatalog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of one table and namespace in the database. The bytes are part of every checkpoint:
 *
 * <pre>
 * key   = table:short  namespace:long with its sign bit flipped  order key       big-endian, so that entries lie in order
 * value = record of RecordLayout without keys
 * </pre>
 *
 * Used on the task's thread.
 */
final class RocksEntries {
    static final int PREFIX_BYTES = Short.BYTES + Long.BYTES;

    private final RocksDatabase database;
    private final RecordLayout layout;
    private final OrderKeys orderKeys;
    private final Expiry expiry;
    private final byte[] prefix;
    private final OrderKeyRows keyRows = new OrderKeyRows();
    private final RecordPlaces places = new RecordPlaces();
    private int[] lengths = new int[0];
    private long[] noHashes = new long[0];

    RocksEntries(RocksDatabase database, TableDescription table, long namespace, RecordLayout layout, Expiry expiry) {
        this.database = database;
        this.layout = layout;
        this.orderKeys = TableCatalog.orderKeys(table);
        this.expiry = expiry;
        this.prefix = prefix(table.id(), namespace);
    }

    static byte[] prefix(int table, long namespace) {
        return ByteBuffer.allocate(PREFIX_BYTES)
                .putShort((short) table)
                .putLong(namespace ^ Long.MIN_VALUE)
                .array();
    }

    static int table(byte[] key) {
        return ByteBuffer.wrap(key).getShort();
    }

    static long namespace(byte[] key) {
        return ByteBuffer.wrap(key).getLong(Short.BYTES) ^ Long.MIN_VALUE;
    }

    /** The least byte string after all that start with another; a table's number is never all ones. */
    static byte[] successor(byte[] start) {
        int length = start.length;
        while (start[length - 1] == (byte) 0xFF) {
            length--;
        }
        byte[] successor = Arrays.copyOf(start, length);
        successor[length - 1]++;
        return successor;
    }

    RocksDatabase database() {
        return database;
    }

    RecordLayout layout() {
        return layout;
    }

    Expiry expiry() {
        return expiry;
    }

    byte[] prefix() {
        return prefix;
    }

    // ---- Keys

    /** The database's keys of rows; with fewer columns than the table has, what those of these columns start with. */
    byte[][] keys(Column[] columns, int rows) {
        Column[] flat = new Column[columns.length];
        for (int c = 0; c < flat.length; c++) {
            flat[c] = columns[c].flat();
        }
        if (noHashes.length < rows) {
            noHashes = new long[rows];
        }
        orderKeys.encode(flat, noHashes, rows, keyRows);
        BytesColumn encoded = keyRows.column();
        byte[][] keys = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            int length = encoded.length(i);
            byte[] key = Arrays.copyOf(prefix, PREFIX_BYTES + length);
            System.arraycopy(encoded.bytes(), encoded.offset(i), key, PREFIX_BYTES, length);
            keys[i] = key;
        }
        return keys;
    }

    /** The key columns of entries. */
    Column[] keyColumns(List<byte[]> keys) {
        int[] ends = new int[keys.size() + 1];
        for (int i = 0; i < keys.size(); i++) {
            ends[i + 1] = BytesColumn.checkedLength((long) ends[i] + keys.get(i).length - PREFIX_BYTES);
        }
        byte[] bytes = new byte[ends[keys.size()]];
        for (int i = 0; i < keys.size(); i++) {
            System.arraycopy(keys.get(i), PREFIX_BYTES, bytes, ends[i], ends[i + 1] - ends[i]);
        }
        return orderKeys.decode(new BytesColumn(keys.size(), bytes, ends, null));
    }

    // ---- Values

    /** A value whose fields are all NULL. */
    byte[] emptyValue(long hash) {
        byte[] value = new byte[RecordLayout.place(layout.fixedBytes())];
        layout.start(value, 0, value.length, hash);
        return value;
    }

    /** The values of rows, written now. */
    byte[][] values(Column[] columns, long[] hashes, int rows) {
        Column[] stored = layout.stored(columns, layout.values());
        lengths = lengths.length < rows ? new int[rows] : lengths;
        layout.lengths(new Column[0], stored, rows, lengths);
        byte[][] values = new byte[rows][];
        places.ensure(rows);
        long now = expiry.applies() ? expiry.nowMillis() : 0;
        for (int i = 0; i < rows; i++) {
            values[i] = new byte[lengths[i]];
            layout.start(values[i], 0, lengths[i], hashes[i]);
            places.set(i, values[i], 0);
            if (expiry.applies()) {
                expiry.write(values[i], 0, now);
            }
        }
        FieldWriting.write(layout.values(), layout.fixedBytes(), stored, null, rows, places);
        return values;
    }

    /** The fields of values; {@code null} is NULL in all. */
    Column[] columns(List<byte[]> values) {
        places.ensure(values.size());
        for (int i = 0; i < values.size(); i++) {
            places.set(i, values.get(i), 0);
        }
        return FieldReading.read(layout.values(), layout.fixedBytes(), values.size(), places);
    }

    /** The values of keys that are not over, {@code null} where there is none. */
    List<byte[]> get(List<byte[]> keys) {
        List<byte[]> values = database.get(keys);
        if (expiry.applies()) {
            long deadline = expiry.deadlineMillis();
            values.replaceAll(value -> value == null || expiry.isOver(value, 0, deadline) ? null : value);
        }
        return values;
    }
}
