package io.blink.state.table;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.ListTable;
import java.util.Arrays;

/** A list table: the length of each key's list, and elements by key and position. */
final class PagedListTable implements ListTable {
    private final HashedRecords lengths;
    private final HashedRecords elements;

    PagedListTable(HashedRecords lengths, HashedRecords elements) {
        this.lengths = lengths;
        this.elements = elements;
    }

    @Override
    public long size() {
        return lengths.log().liveRecords();
    }

    private Column[] stored(Column[] keys) {
        return lengths.layout().stored(keys, lengths.layout().keys());
    }

    @Override
    public void append(Column[] keys, long[] hashes, int rows, Column[] values) {
        Column[] storedKeys = stored(keys);
        int[] entries = new int[rows];
        lengths.claim(storedKeys, hashes, rows, null, entries, new boolean[rows]);
        long[] positions = new long[rows];
        RecordField field = lengths.layout().values().get(0);
        for (int i = 0; i < rows; i++) {
            byte[] page = lengths.log().bytes(entries[i]);
            int record = RecordAddress.offset(entries[i]);
            int at = record + field.offset();
            positions[i] = field.isNull(page, record) ? 0 : (long) RecordBytes.LONGS.get(page, at);
            RecordBytes.LONGS.set(page, at, positions[i] + 1);
            field.setNull(page, record, false);
        }
        Column[] storedValues =
                elements.layout().stored(values, elements.layout().values());
        elements.put(withPositions(storedKeys, rows, positions), hashes, rows, storedValues);
    }

    private static Column[] withPositions(Column[] keys, int rows, long[] positions) {
        Column[] all = Arrays.copyOf(keys, keys.length + 1);
        all[keys.length] = new LongColumn(rows, positions, null);
        return all;
    }

    @Override
    public void lengths(Column[] keys, long[] hashes, int rows, int[] found) {
        int[] entries = new int[rows];
        lengths.find(stored(keys), hashes, rows, entries);
        LongColumn counts = (LongColumn) lengths.values(entries, rows)[0];
        for (int i = 0; i < rows; i++) {
            found[i] = entries[i] < 0 ? 0 : Math.toIntExact(counts.values()[i]);
        }
    }

    @Override
    public Lists read(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        int[] entries = new int[all.count()];
        elements.find(all.keys(), all.hashes(), all.count(), entries);
        return new Lists(all.ends(), elements.values(entries, all.count()));
    }

    @Override
    public void clear(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        elements.remove(all.keys(), all.hashes(), all.count());
        lengths.remove(stored(keys), hashes, rows);
    }

    private record Elements(int count, int[] ends, Column[] keys, long[] hashes) {}

    /** The keys of all elements of lists. */
    private Elements elements(Column[] keys, long[] hashes, int rows) {
        int[] found = new int[rows];
        lengths(keys, hashes, rows, found);
        int[] ends = new int[rows];
        long total = 0;
        for (int i = 0; i < rows; i++) {
            total += found[i];
            ends[i] = BytesColumn.checkedLength(total);
        }
        int count = (int) total;
        int[] owners = new int[count];
        long[] positions = new long[count];
        long[] elementHashes = new long[count];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int position = 0; position < found[i]; position++) {
                owners[next] = i;
                positions[next] = position;
                elementHashes[next++] = hashes[i];
            }
        }
        Column[] ownerKeys = stored(keys);
        for (int k = 0; k < ownerKeys.length; k++) {
            ownerKeys[k] = ownerKeys[k].take(owners, 0, count);
        }
        return new Elements(count, ends, withPositions(ownerKeys, count, positions), elementHashes);
    }
}
