package io.blink.state.table;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import java.util.Arrays;
import java.util.List;

/** Records sorted by their only key, an order key. Used on the task's thread. */
final class OrderedRecords implements RecordIndex, OrderIndex.Keys, RecordTable {
    private final RecordLayout layout;
    private final RecordLog log;
    private final Expiry expiry;
    private final OrderIndex index;
    private final RecordField keyField;
    private final RecordPlaces places = new RecordPlaces();
    private final RowSet rowSet = new RowSet();
    private int[] lengths = new int[0];
    /** Of the range that is being read. */
    private long deadline;

    OrderedRecords(RecordLayout layout, RecordLog log) {
        this.layout = layout;
        this.log = log;
        this.expiry = log.expiry();
        this.keyField = layout.keys().get(0);
        this.index = new OrderIndex(this, log.versions().memory());
        log.index(this);
    }

    RecordLayout layout() {
        return layout;
    }

    @Override
    public RecordLog log() {
        return log;
    }

    @Override
    public int compare(int address, byte[] key) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        int start = record + layout.fixedBytes();
        return Arrays.compareUnsigned(page, start, start + keyField.end(page, record), key, 0, key.length);
    }

    @Override
    public byte[] key(int address) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        int start = record + layout.fixedBytes();
        return Arrays.copyOfRange(page, start, start + keyField.end(page, record));
    }

    @Override
    public boolean hideSome() {
        if (!expiry.applies()) {
            return false;
        }
        deadline = expiry.deadlineMillis();
        return true;
    }

    @Override
    public boolean isHidden(int address) {
        return expiry.isOver(log.bytes(address), RecordAddress.offset(address), deadline);
    }

    @Override
    public void added(int address) {
        index.add(key(address), address);
    }

    @Override
    public void expired(int address) {
        index.remove(key(address));
    }

    @Override
    public void moved(int from, int to) {
        index.replace(key(from), to);
    }

    private static byte[] key(BytesColumn keys, int row) {
        return Arrays.copyOfRange(keys.bytes(), keys.offset(row), keys.offset(row) + keys.length(row));
    }

    /** Adds or replaces; of rows with the same key the last counts. @param values in their stored form */
    void put(BytesColumn keys, long[] hashes, int rows, Column[] values) {
        log.tidy(rows);
        if (lengths.length < rows) {
            lengths = new int[rows];
        }
        layout.lengths(new Column[] {keys}, values, rows, lengths);
        int[] addresses = new int[rows];
        boolean anyGrown = false;
        for (int i = 0; i < rows; i++) {
            byte[] key = key(keys, i);
            int address = index.find(key);
            if (address < 0) {
                address = make(key, hashes[i], lengths[i]);
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
            findAll(keys, rows, addresses);
        }
        write(rows, values, addresses);
        if (expiry.applies()) {
            long now = expiry.nowMillis();
            for (int i = 0; i < rows; i++) {
                expiry.write(log.bytes(addresses[i]), RecordAddress.offset(addresses[i]), now);
            }
        }
    }

    private int length(int address) {
        return RecordBytes.length(log.bytes(address), RecordAddress.offset(address));
    }

    private int make(byte[] key, long hash, int length) {
        int address = log.append(length);
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        layout.start(page, record, length, hash);
        keyField.setNull(page, record, false);
        System.arraycopy(key, 0, page, record + layout.fixedBytes(), key.length);
        RecordBytes.INTS.set(page, record + keyField.offset(), key.length);
        return address;
    }

    private void write(int rows, Column[] values, int[] addresses) {
        int kept = rowSet.lastOfEach(addresses, rows);
        places.resolve(log, addresses, rowSet.rows(), kept);
        FieldWriting.write(layout.values(), layout.fixedBytes(), values, rowSet.rows(), kept, places);
    }

    /** Records that are over are not found. */
    void find(BytesColumn keys, int rows, int[] addresses) {
        findAll(keys, rows, addresses);
        if (hideSome()) {
            for (int i = 0; i < rows; i++) {
                if (addresses[i] >= 0 && isHidden(addresses[i])) {
                    addresses[i] = RecordAddress.NONE;
                }
            }
        }
    }

    private void findAll(BytesColumn keys, int rows, int[] addresses) {
        for (int i = 0; i < rows; i++) {
            addresses[i] = index.find(key(keys, i));
        }
    }

    int remove(BytesColumn keys, int rows) {
        log.tidy(rows);
        boolean hideSome = hideSome();
        int removed = 0;
        for (int i = 0; i < rows; i++) {
            int address = index.remove(key(keys, i));
            if (address >= 0) {
                removed += hideSome && isHidden(address) ? 0 : 1;
                log.kill(address);
            }
        }
        return removed;
    }

    /** Removes records by address; they must be there. */
    void remove(int[] addresses, int count) {
        for (int i = 0; i < count; i++) {
            index.remove(key(addresses[i]));
            log.kill(addresses[i]);
        }
    }

    int collect(byte[] from, byte[] to, boolean descending, int[] target) {
        return index.collect(from, to, descending, target);
    }

    /** The keys of records, as they are in order keys. */
    BytesColumn keys(int[] addresses, int count) {
        places.resolve(log, addresses, count);
        return (BytesColumn) FieldReading.read(List.of(keyField), layout.fixedBytes(), count, places)[0];
    }

    Column[] values(int[] addresses, int count) {
        places.resolve(log, addresses, count);
        return FieldReading.read(layout.values(), layout.fixedBytes(), count, places);
    }

    @Override
    public void release() {
        log.release();
        index.release();
    }
}
