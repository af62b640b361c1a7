package io.blink.state.table;

import io.blink.core.column.Column;
import io.blink.core.spi.state.TableCursor;
import io.blink.state.record.Expiry;
import io.blink.state.record.FieldReading;
import io.blink.state.record.FieldWriting;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import io.blink.state.record.RecordLayout;
import io.blink.state.record.RecordPlaces;
import java.util.Arrays;
import java.util.List;

/**
 * Records found by the hash of their key. With discriminators, the last key field is a BIGINT, the hash is that of the first key fields only, and the discriminator spreads records of one hash: the position
 * in a list or the hash of a subkey. Used on the task's thread.
 */
final class HashedRecords implements RecordIndex, RecordTable {
    private final RecordLayout layout;
    private final RecordLog log;
    private final HashIndex index;
    private final Expiry expiry;
    private final boolean discriminated;
    private final KeyTags keyTags;
    private final RecordPlaces places = new RecordPlaces();
    private final RowSet rowSet = new RowSet();
    private int[] tags = new int[0];
    private int[] lengths = new int[0];
    private int[] newRows = new int[0];
    private int[] openRows = new int[0];
    private boolean[] unequal = new boolean[0];
    /** What is restored, until all is; {@code null} without any. */
    private RestoredSlots restoredSlots;

    HashedRecords(RecordLayout layout, RecordLog log, boolean discriminated) {
        this.layout = layout;
        this.log = log;
        this.expiry = log.expiry();
        this.discriminated = discriminated;
        this.keyTags = new KeyTags(layout, discriminated);
        index = new HashIndex(log.versions().memory());
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
    public long[] entries(RecordPage page) {
        int[] addresses = RecordLog.addresses(page);
        long[] slots = new long[addresses.length];
        for (int i = 0; i < slots.length; i++) {
            int tag = keyTags.of(page.bytes(), RecordAddress.offset(addresses[i]));
            slots[i] = HashIndex.slot(tag, addresses[i]);
        }
        return slots;
    }

    @Override
    public void restored(long[] entries) {
        if (restoredSlots == null) {
            restoredSlots = new RestoredSlots(log.versions().memory());
        }
        restoredSlots.add(entries);
    }

    @Override
    public void added(int address) {
        restored(new long[] {HashIndex.slot(tagOf(address), address)});
    }

    @Override
    public void restored() {
        if (restoredSlots != null) {
            index.fill(restoredSlots);
            restoredSlots.release();
            restoredSlots = null;
        }
    }

    @Override
    public void expired(int address) {
        index.remove(tagOf(address), address);
    }

    @Override
    public void moved(int from, int to) {
        index.replace(tagOf(from), from, to);
    }

    private int tagOf(int address) {
        return keyTags.of(log.bytes(address), RecordAddress.offset(address));
    }

    private void ensure(int rows) {
        if (tags.length < rows) {
            tags = new int[rows];
            lengths = new int[rows];
            newRows = new int[rows];
            openRows = new int[rows];
            unequal = new boolean[rows];
        }
    }

    // ---- Reading

    /** Keys are in their stored form. Records that are over are not found. */
    void find(Column[] keys, long[] hashes, int rows, int[] addresses) {
        findAll(keys, hashes, rows, addresses);
        if (expiry.applies()) {
            long deadline = expiry.deadlineMillis();
            for (int i = 0; i < rows; i++) {
                if (addresses[i] >= 0 && isOver(addresses[i], deadline)) {
                    addresses[i] = RecordAddress.NONE;
                }
            }
        }
    }

    private boolean isOver(int address, long deadline) {
        return expiry.isOver(log.bytes(address), RecordAddress.offset(address), deadline);
    }

    private void findAll(Column[] keys, long[] hashes, int rows, int[] addresses) {
        ensure(rows);
        keyTags.of(keys, hashes, rows, tags);
        index.find(tags, rows, addresses);
        log.resolve(addresses, rows, places);
        if (anyUnequal(keys, rows)) {
            for (int i = 0; i < rows; i++) {
                if (unequal[i]) {
                    addresses[i] = findColliding(keys, i);
                }
            }
        }
    }

    private boolean anyUnequal(Column[] keys, int rows) {
        Arrays.fill(unequal, 0, rows, false);
        FieldComparing.markUnequal(layout.keys(), layout.fixedBytes(), keys, rows, places, unequal);
        boolean any = false;
        for (int i = 0; i < rows; i++) {
            any |= unequal[i];
        }
        return any;
    }

    private int findColliding(Column[] keys, int row) {
        int[] candidates = index.all(tags[row]);
        Column[] repeated = new Column[keys.length];
        int[] rows = new int[candidates.length];
        Arrays.fill(rows, row);
        for (int k = 0; k < keys.length; k++) {
            repeated[k] = keys[k].take(rows, 0, rows.length);
        }
        RecordPlaces candidatePlaces = new RecordPlaces();
        log.resolve(candidates, candidates.length, candidatePlaces);
        boolean[] different = new boolean[candidates.length];
        FieldComparing.markUnequal(
                layout.keys(), layout.fixedBytes(), repeated, candidates.length, candidatePlaces, different);
        for (int i = 0; i < candidates.length; i++) {
            if (!different[i]) {
                return candidates[i];
            }
        }
        return RecordAddress.NONE;
    }

    Column[] values(int[] addresses, int rows) {
        log.resolve(addresses, rows, places);
        return FieldReading.read(layout.values(), layout.fixedBytes(), rows, places);
    }

    // ---- Writing

    /**
     * Finds records, to be changed, and makes the missing ones.
     *
     * @param values in their stored form, for the lengths of new records; {@code null}: none yet
     */
    int claim(Column[] keys, long[] hashes, int rows, Column[] values, int[] addresses, boolean[] fresh) {
        log.tidy(rows);
        int made = claimAll(keys, hashes, rows, values, addresses, fresh);
        return expiry.applies() ? made + beginAnew(rows, addresses, fresh) : made;
    }

    /** All records are written now; those that were over have no values. */
    private int beginAnew(int rows, int[] addresses, boolean[] fresh) {
        long now = expiry.nowMillis();
        long deadline = expiry.deadlineMillis(now);
        int begun = 0;
        for (int i = 0; i < rows; i++) {
            byte[] page = log.bytes(addresses[i]);
            int record = RecordAddress.offset(addresses[i]);
            if (!fresh[i] && expiry.isOver(page, record, deadline)) {
                layout.forgetValues(page, record);
                fresh[i] = true;
                begun++;
            }
            expiry.write(page, record, now);
        }
        return begun;
    }

    private int claimAll(Column[] keys, long[] hashes, int rows, Column[] values, int[] addresses, boolean[] fresh) {
        ensure(rows);
        keyTags.of(keys, hashes, rows, tags);
        layout.lengths(keys, values, rows, lengths);
        index.find(tags, rows, addresses);
        int open = selectNotWritable(rows, addresses);
        int made = 0;
        Arrays.fill(fresh, 0, rows, false);
        for (int at = 0; at < open; at++) {
            int i = openRows[at];
            // Again, since a row before this one may have made the record or moved it.
            int address = index.first(tags[i]);
            if (address < 0) {
                fresh[i] = true;
                address = make(i, hashes[i]);
                newRows[made++] = i;
            } else if (!log.isWritable(address)) {
                address = renew(tags[i], address, values == null ? 0 : lengths[i]);
            }
            addresses[i] = address;
        }
        writeKeys(keys, made, addresses);
        log.resolve(addresses, rows, places);
        return anyUnequal(keys, rows) ? made + claimColliding(keys, hashes, rows, addresses, fresh) : made;
    }

    /** The rows without a record, or with one that must be moved first; before any record moves and its old page may go. */
    private int selectNotWritable(int rows, int[] addresses) {
        int count = 0;
        for (int i = 0; i < rows; i++) {
            openRows[count] = i;
            count += addresses[i] < 0 || !log.isWritable(addresses[i]) ? 1 : 0;
        }
        return count;
    }

    private int make(int row, long hash) {
        int address = log.append(lengths[row]);
        layout.start(log.bytes(address), RecordAddress.offset(address), lengths[row], hash);
        index.add(tags[row], address);
        return address;
    }

    private int renew(int tag, int address, int wantedLength) {
        int length = RecordBytes.length(log.bytes(address), RecordAddress.offset(address));
        int moved = log.move(address, Math.max(length, wantedLength));
        index.replace(tag, address, moved);
        return moved;
    }

    private void writeKeys(Column[] keys, int made, int[] addresses) {
        if (made == 0) {
            return;
        }
        log.resolve(addresses, newRows, made, places);
        FieldWriting.write(layout.keys(), layout.fixedBytes(), keys, newRows, made, places);
        if (layout.hasVariableValues()) {
            for (int i = 0; i < made; i++) {
                layout.clearValues(places.pages()[i], places.offsets()[i]);
            }
        }
    }

    private int claimColliding(Column[] keys, long[] hashes, int rows, int[] addresses, boolean[] fresh) {
        boolean[] colliding = Arrays.copyOf(unequal, rows);
        int made = 0;
        for (int i = 0; i < rows; i++) {
            if (colliding[i]) {
                int address = findColliding(keys, i);
                fresh[i] = address < 0;
                if (address < 0) {
                    address = make(i, hashes[i]);
                    newRows[0] = i;
                    addresses[i] = address;
                    writeKeys(keys, 1, addresses);
                    made++;
                } else if (!log.isWritable(address)) {
                    // Rows before this one that have the same key have made it writable already.
                    address = renew(tags[i], address, 0);
                }
                addresses[i] = address;
            }
        }
        return made;
    }

    /** Replaces the values of claimed records, each at most once. @param values in their stored form */
    void update(int[] addresses, int rows, Column[] values) {
        if (layout.hasVariableValues()) {
            for (int i = 0; i < rows; i++) {
                addresses[i] = withRoom(addresses[i], values, i);
            }
        }
        log.resolve(addresses, rows, places);
        FieldWriting.write(layout.values(), layout.fixedBytes(), values, null, rows, places);
    }

    private int withRoom(int address, Column[] values, int row) {
        byte[] page = log.bytes(address);
        int record = RecordAddress.offset(address);
        int length = layout.lengthWith(page, record, values, row);
        if (length <= RecordBytes.length(page, record)) {
            return address;
        }
        int tag = tagOf(address);
        int moved = log.move(address, length);
        index.replace(tag, address, moved);
        return moved;
    }

    /** Adds to a LONG value of claimed records, which may repeat; false if a sum did not fit. */
    boolean add(int[] addresses, int rows, int column, long[] addends) {
        return FieldUpdating.add(log, layout.values().get(column), addresses, rows, addends);
    }

    /** Adds to a DOUBLE value of claimed records, which may repeat. */
    void add(int[] addresses, int rows, int column, double[] addends) {
        FieldUpdating.add(log, layout.values().get(column), addresses, rows, addends);
    }

    /** Replaces a LONG or INT value of claimed records, which may repeat, by what is less or greater. */
    void extreme(int[] addresses, int rows, int column, long[] candidates, boolean greatest) {
        FieldUpdating.extreme(log, layout.values().get(column), addresses, rows, candidates, greatest);
    }

    void put(Column[] keys, long[] hashes, int rows, Column[] values) {
        int[] addresses = new int[rows];
        claim(keys, hashes, rows, values, addresses, new boolean[rows]);
        int kept = rowSet.lastOfEach(addresses, rows);
        if (kept == rows) {
            update(addresses, rows, values);
            return;
        }
        int[] last = rowSet.rows();
        int[] lastAddresses = new int[kept];
        Column[] lastValues = new Column[values.length];
        for (int i = 0; i < kept; i++) {
            lastAddresses[i] = addresses[last[i]];
        }
        for (int c = 0; c < values.length; c++) {
            lastValues[c] = values[c].take(last, 0, kept);
        }
        update(lastAddresses, kept, lastValues);
    }

    int remove(Column[] keys, long[] hashes, int rows) {
        log.tidy(rows);
        int[] addresses = new int[rows];
        find(keys, hashes, rows, addresses);
        int removed = 0;
        for (int i = 0; i < rows; i++) {
            if (addresses[i] >= 0 && index.remove(tags[i], addresses[i])) {
                log.kill(addresses[i]);
                removed++;
            }
        }
        return removed;
    }

    /** Removes records of keys that are over, and says which rows have no record now. */
    void removeExpired(Column[] keys, long[] hashes, int rows, boolean[] absent) {
        int[] addresses = new int[rows];
        findAll(keys, hashes, rows, addresses);
        long deadline = expiry.deadlineMillis();
        for (int i = 0; i < rows; i++) {
            absent[i] = addresses[i] < 0;
            if (!absent[i] && isOver(addresses[i], deadline)) {
                absent[i] = true;
                if (index.remove(tags[i], addresses[i])) {
                    log.kill(addresses[i]);
                }
            }
        }
    }

    // ---- All of it

    TableCursor scan() {
        List<RecordField> keys = layout.keys();
        return new RecordScan(layout, discriminated ? keys.subList(0, keys.size() - 1) : keys, log);
    }

    @Override
    public void release() {
        log.release();
        index.release();
    }
}
