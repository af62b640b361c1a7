package io.blink.rocksdb;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.PhysicalType;
import io.blink.state.record.Expiry;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A value table: entries are numbers of what was looked up since the table was last changed, and are written when they are no longer valid. */
final class RocksValueTable implements ValueTable, WrittenLater {
    /** When so many are held, the next look-up begins anew. */
    private static final int HELD_MAX = 1 << 16;

    private final RocksEntries entries;
    private final Expiry expiry;
    private final HeldEntries held = new HeldEntries();
    private final ExpirySweep sweep;
    private boolean anyDirty;

    RocksValueTable(RocksEntries entries) {
        this.entries = entries;
        this.expiry = entries.expiry();
        sweep = new ExpirySweep(entries);
    }

    /** Reads through all entries. */
    @Override
    public long size() {
        writeHeld();
        long[] count = new long[1];
        try (RangeReader reader = new RangeReader(entries)) {
            reader.ascend(entries.prefix(), RocksEntries.successor(entries.prefix()), (key, value) -> {
                count[0]++;
                return true;
            });
        }
        return count[0];
    }

    @Override
    public void writeHeld() {
        if (!anyDirty) {
            return;
        }
        for (int number = 0; number < held.size(); number++) {
            if (held.isDirty(number)) {
                entries.database().put(held.key(number), held.value(number));
                held.written(number);
            }
        }
        entries.database().write();
        anyDirty = false;
    }

    private void forgetHeld() {
        writeHeld();
        held.clear();
    }

    // ---- Looking up

    /** The numbers of keys; reads those that are not held. */
    private void hold(Column[] keys, int rows, int[] numbers) {
        byte[][] encoded = entries.keys(keys, rows);
        int known = held.size();
        for (int i = 0; i < rows; i++) {
            numbers[i] = held.numberOf(encoded[i]);
        }
        List<byte[]> missing = new ArrayList<>(held.size() - known);
        for (int number = known; number < held.size(); number++) {
            missing.add(held.key(number));
        }
        if (!missing.isEmpty()) {
            List<byte[]> values = entries.get(missing);
            for (int i = 0; i < values.size(); i++) {
                held.read(known + i, values.get(i));
            }
        }
    }

    private boolean isThere(int number, long deadline) {
        byte[] value = held.value(number);
        return value != null && !(expiry.applies() && expiry.isOver(value, 0, deadline));
    }

    @Override
    public void find(Column[] keys, long[] hashes, int rows, int[] found) {
        if (held.size() > HELD_MAX) {
            forgetHeld();
        }
        hold(keys, rows, found);
        long deadline = expiry.applies() ? expiry.deadlineMillis() : 0;
        for (int i = 0; i < rows; i++) {
            found[i] = isThere(found[i], deadline) ? found[i] : NONE;
        }
    }

    @Override
    public int claim(Column[] keys, long[] hashes, int rows, int[] claimed, boolean[] fresh) {
        forgetHeld();
        sweep.step(rows);
        hold(keys, rows, claimed);
        long now = expiry.applies() ? expiry.nowMillis() : 0;
        long deadline = expiry.applies() ? expiry.deadlineMillis(now) : 0;
        int made = 0;
        for (int i = 0; i < rows; i++) {
            fresh[i] = !isThere(claimed[i], deadline);
            if (fresh[i]) {
                held.change(claimed[i], entries.emptyValue(hashes[i]));
                made++;
            }
            if (expiry.applies()) {
                expiry.write(held.value(claimed[i]), 0, now);
                held.change(claimed[i], held.value(claimed[i]));
            }
        }
        anyDirty |= made > 0 || expiry.applies();
        return made;
    }

    @Override
    public Column[] values(int[] numbers, int rows) {
        byte[][] values = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = numbers[i] == NONE ? null : held.value(numbers[i]);
        }
        return entries.columns(Arrays.asList(values));
    }

    // ---- Changing what was claimed

    @Override
    public void update(int[] numbers, int rows, Column[] columns) {
        long[] hashes = new long[rows];
        for (int i = 0; i < rows; i++) {
            hashes[i] = RecordBytes.hash(held.value(numbers[i]), 0);
        }
        byte[][] values = entries.values(columns, hashes, rows);
        for (int i = 0; i < rows; i++) {
            held.change(numbers[i], values[i]);
        }
        anyDirty |= rows > 0;
    }

    @Override
    public boolean add(int[] numbers, int rows, int column, long[] addends) {
        RecordField field = entries.layout().values().get(column);
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            byte[] value = held.value(numbers[i]);
            long before = field.isNull(value, 0) ? 0 : (long) RecordBytes.LONGS.get(value, field.offset());
            long after = before + addends[i];
            overflow |= (before ^ after) & (addends[i] ^ after);
            RecordBytes.LONGS.set(value, field.offset(), after);
            changed(numbers[i], value, field);
        }
        return overflow >= 0;
    }

    @Override
    public void add(int[] numbers, int rows, int column, double[] addends) {
        RecordField field = entries.layout().values().get(column);
        for (int i = 0; i < rows; i++) {
            byte[] value = held.value(numbers[i]);
            double before = field.isNull(value, 0)
                    ? 0
                    : Double.longBitsToDouble((long) RecordBytes.LONGS.get(value, field.offset()));
            RecordBytes.LONGS.set(value, field.offset(), Double.doubleToRawLongBits(before + addends[i]));
            changed(numbers[i], value, field);
        }
    }

    @Override
    public void extreme(int[] numbers, int rows, int column, long[] candidates, boolean greatest) {
        RecordField field = entries.layout().values().get(column);
        boolean isLong = field.stored() == PhysicalType.LONG;
        for (int i = 0; i < rows; i++) {
            byte[] value = held.value(numbers[i]);
            long candidate = candidates[i];
            if (!field.isNull(value, 0)) {
                long before = isLong
                        ? (long) RecordBytes.LONGS.get(value, field.offset())
                        : (int) RecordBytes.INTS.get(value, field.offset());
                candidate = greatest ? Math.max(before, candidate) : Math.min(before, candidate);
            }
            if (isLong) {
                RecordBytes.LONGS.set(value, field.offset(), candidate);
            } else {
                RecordBytes.INTS.set(value, field.offset(), (int) candidate);
            }
            changed(numbers[i], value, field);
        }
    }

    private void changed(int number, byte[] value, RecordField field) {
        field.setNull(value, 0, false);
        held.change(number, value);
        anyDirty = true;
    }

    // ---- Changing by key

    @Override
    public void put(Column[] keys, long[] hashes, int rows, Column[] columns) {
        forgetHeld();
        sweep.step(rows);
        byte[][] encoded = entries.keys(keys, rows);
        byte[][] values = entries.values(columns, hashes, rows);
        for (int i = 0; i < rows; i++) {
            entries.database().put(encoded[i], values[i]);
        }
        entries.database().write();
    }

    @Override
    public int remove(Column[] keys, long[] hashes, int rows) {
        forgetHeld();
        sweep.step(rows);
        int[] numbers = new int[rows];
        hold(keys, rows, numbers);
        int removed = 0;
        for (int number = 0; number < held.size(); number++) {
            if (held.value(number) != null) {
                entries.database().delete(held.key(number));
                removed++;
            }
        }
        entries.database().write();
        held.clear();
        return removed;
    }

    // ---- All of it

    @Override
    public TableCursor scan() {
        writeHeld();
        byte[] end = RocksEntries.successor(entries.prefix());
        byte[][] next = {entries.prefix()};
        return () -> next[0] == null ? null : batch(next, end);
    }

    /** Goes on from where the last batch ended. */
    private Batch batch(byte[][] next, byte[] end) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        byte[] from = next[0];
        next[0] = null;
        try (RangeReader reader = new RangeReader(entries)) {
            reader.ascend(from, end, (key, value) -> {
                if (keys.size() == Batch.TARGET_ROWS) {
                    next[0] = key;
                    return false;
                }
                keys.add(key);
                values.add(value);
                return true;
            });
        }
        if (keys.isEmpty()) {
            return null;
        }
        List<Column> columns = new ArrayList<>(List.of(entries.keyColumns(keys)));
        columns.addAll(List.of(entries.columns(values)));
        return new Batch(keys.size(), columns);
    }
}
