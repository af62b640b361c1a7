package io.blink.state.table;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.state.record.Expiry;
import io.blink.state.record.FieldReading;
import io.blink.state.record.FieldWriting;
import io.blink.state.record.OrderKey;
import io.blink.state.record.OrderKeyRows;
import io.blink.state.record.OrderKeys;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import io.blink.state.record.RecordLayout;
import io.blink.state.record.RecordPlaces;
import java.util.Arrays;
import java.util.List;

/** Records sorted by their only key, an order key. Used on the task's thread. */
final class OrderedRecords implements RecordIndex, OrderIndex.Keys, RecordTable {
    private final RecordLayout layout;
    private final RecordLog log;
    private final Expiry expiry;
    private final OrderIndex index;
    private final OrderKeys orderKeys;
    private final RecordField keyField;
    private final RecordPlaces places = new RecordPlaces();
    private final RowSet rowSet = new RowSet();
    private final OrderKey key = new OrderKey();
    private int[] lengths = new int[0];
    private int[] addresses = new int[0];
    /** Of the range that is being read: what was written then or before is over, and all keys start with these bytes. */
    private long deadline;

    private OrderKey start;

    OrderedRecords(RecordLayout layout, RecordLog log, OrderKeys orderKeys) {
        this.layout = layout;
        this.log = log;
        this.expiry = log.expiry();
        this.orderKeys = orderKeys;
        this.keyField = layout.keys().get(0);
        this.index = new OrderIndex(this, log.versions().memory());
        log.index(this);
    }

    RecordLayout layout() {
        return layout;
    }

    OrderKeys orderKeys() {
        return orderKeys;
    }

    @Override
    public RecordLog log() {
        return log;
    }

    // ---- What the index and the log ask

    @Override
    public int compareBytes(int address, OrderKey other) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        int from = record + layout.fixedBytes();
        return -other.compareBytes(page, from, from + keyField.end(page, record));
    }

    @Override
    public void read(int address, OrderKey target) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        int from = record + layout.fixedBytes();
        orderKeys.read(page, from, from + keyField.end(page, record), RecordBytes.hash(page, record), target);
    }

    private OrderKey keyOf(int address) {
        read(address, key);
        return key;
    }

    @Override
    public boolean hideSome() {
        if (expiry.applies()) {
            deadline = expiry.deadlineMillis();
        }
        return start != null || expiry.applies();
    }

    @Override
    public boolean isHidden(int address) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        if (expiry.applies() && expiry.isOver(page, record, deadline)) {
            return true;
        }
        int from = record + layout.fixedBytes();
        return start != null && !startsWith(page, from, from + keyField.end(page, record));
    }

    private boolean startsWith(byte[] page, int from, int to) {
        int length = start.length();
        return to - from >= length && Arrays.equals(page, from, from + length, start.bytes, start.from, start.to);
    }

    @Override
    public long[] entries(RecordPage page) {
        return Arrays.stream(RecordLog.addresses(page)).asLongStream().toArray();
    }

    @Override
    public void restored(long[] entries) {
        for (long address : entries) {
            added((int) address);
        }
    }

    @Override
    public void added(int address) {
        index.add(keyOf(address), address);
    }

    @Override
    public void restored() {}

    @Override
    public void expired(int address) {
        index.remove(keyOf(address));
    }

    @Override
    public void moved(int from, int to) {
        index.replace(keyOf(from), to);
    }

    // ---- Writing

    private void ensure(int rows) {
        if (lengths.length < rows) {
            lengths = new int[rows];
            addresses = new int[rows];
        }
    }

    /** Adds or replaces; of rows with the same key the last counts. @param values in their stored form */
    void put(OrderKeyRows keys, long[] hashes, Column[] values) {
        int rows = keys.size();
        log.tidy(rows);
        ensure(rows);
        layout.lengths(new Column[] {keys.column()}, values, rows, lengths);
        boolean anyGrown = false;
        for (int i = 0; i < rows; i++) {
            keys.at(i, key);
            int address = index.find(key);
            if (address < 0) {
                address = make(hashes[i], lengths[i]);
                index.add(key, address);
            } else if (!log.isWritable(address) || lengths[i] > length(address)) {
                anyGrown |= log.isWritable(address);
                int moved = log.copy(address, Math.max(lengths[i], length(address)));
                // While the old record is there, since the index finds its place by the keys of records.
                index.replace(key, moved);
                log.kill(address);
                address = moved;
            }
            addresses[i] = address;
        }
        if (anyGrown) {
            // It may have been the record of an earlier row.
            findAll(keys, addresses);
        }
        write(rows, values);
    }

    private int length(int address) {
        return RecordBytes.length(log.bytes(address), RecordAddress.offset(address));
    }

    /** A record of {@link #key}, without values. */
    private int make(long hash, int length) {
        int address = log.append(length);
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        layout.start(page, record, length, hash);
        keyField.setNull(page, record, false);
        System.arraycopy(key.bytes, key.from, page, record + layout.fixedBytes(), key.length());
        RecordBytes.INTS.set(page, record + keyField.offset(), key.length());
        return address;
    }

    private void write(int rows, Column[] values) {
        int kept = rowSet.lastOfEach(addresses, rows);
        log.resolve(addresses, rowSet.rows(), kept, places);
        FieldWriting.write(layout.values(), layout.fixedBytes(), values, rowSet.rows(), kept, places);
        if (expiry.applies()) {
            long now = expiry.nowMillis();
            for (int i = 0; i < kept; i++) {
                expiry.write(places.pages()[i], places.offsets()[i], now);
            }
        }
    }

    int remove(OrderKeyRows keys) {
        int rows = keys.size();
        log.tidy(rows);
        long over = expiry.applies() ? expiry.deadlineMillis() : 0;
        int removed = 0;
        for (int i = 0; i < rows; i++) {
            keys.at(i, key);
            int address = index.remove(key);
            if (address >= 0) {
                removed += isOver(address, over) ? 0 : 1;
                log.kill(address);
            }
        }
        return removed;
    }

    /** Removes records by address; they must be there. */
    void remove(AddressList found) {
        for (int i = 0; i < found.size(); i++) {
            int address = found.array()[i];
            index.remove(keyOf(address));
            log.kill(address);
        }
    }

    // ---- Reading

    private boolean isOver(int address, long over) {
        return expiry.applies() && expiry.isOver(log.bytes(address), RecordAddress.offset(address), over);
    }

    /** Records that are over are not found. */
    void find(OrderKeyRows keys, int[] found) {
        findAll(keys, found);
        if (expiry.applies()) {
            long over = expiry.deadlineMillis();
            for (int i = 0; i < keys.size(); i++) {
                found[i] = found[i] >= 0 && isOver(found[i], over) ? RecordAddress.NONE : found[i];
            }
        }
    }

    private void findAll(OrderKeyRows keys, int[] found) {
        for (int i = 0; i < keys.size(); i++) {
            keys.at(i, key);
            found[i] = index.find(key);
        }
    }

    /**
     * Adds a range to addresses that were found.
     *
     * @param commonStart with which all keys of it start; {@code null} if that needs no look
     */
    int collect(OrderKey from, OrderKey to, OrderKey commonStart, boolean descending, int limit, AddressList target) {
        start = commonStart;
        return index.collect(from, to, descending, limit, target);
    }

    /** The keys of records, as they are in order keys. */
    BytesColumn keys(int[] found, int count) {
        log.resolve(found, count, places);
        return (BytesColumn) FieldReading.read(List.of(keyField), layout.fixedBytes(), count, places)[0];
    }

    Column[] values(int[] found, int count) {
        log.resolve(found, count, places);
        return FieldReading.read(layout.values(), layout.fixedBytes(), count, places);
    }

    @Override
    public void release() {
        log.release();
        index.release();
    }
}
