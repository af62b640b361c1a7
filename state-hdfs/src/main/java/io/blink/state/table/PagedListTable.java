package io.blink.state.table;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.ListTable;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import java.util.Arrays;

/**
 * A list table: elements by key and position, and for each key which positions its list has: a LONG whose low half is the position behind the last and whose high half is the first. Positions are
 * unsigned numbers of 32 bits that go round. Elements that are over may be missing anywhere.
 */
final class PagedListTable implements ListTable {
    /** So many elements that are over go from the front of a list when one is appended, so that a list that is never empty does not grow. */
    private static final int HEADS = 2;

    private static final long LOW_HALF = 0xFFFFFFFFL;

    private final HashedRecords lists;
    private final HashedRecords elements;
    private final RecordField positions;

    PagedListTable(HashedRecords lists, HashedRecords elements) {
        this.lists = lists;
        this.elements = elements;
        positions = lists.layout().values().get(0);
    }

    @Override
    public long size() {
        return lists.log().liveRecords();
    }

    private Column[] stored(Column[] keys) {
        return lists.layout().stored(keys, lists.layout().keys());
    }

    // ---- The positions of a list

    private static int next(long positions) {
        return (int) positions;
    }

    private static int first(long positions) {
        return (int) (positions >>> Integer.SIZE);
    }

    private static long positions(int first, int next) {
        return (long) first << Integer.SIZE | next & LOW_HALF;
    }

    private static int length(long positions) {
        return next(positions) - first(positions);
    }

    private long positions(int entry) {
        byte[] page = lists.log().bytes(entry);
        int record = RecordAddress.offset(entry);
        return positions.isNull(page, record) ? 0 : (long) RecordBytes.LONGS.get(page, record + positions.offset());
    }

    private void setPositions(int entry, long value) {
        byte[] page = lists.log().bytes(entry);
        int record = RecordAddress.offset(entry);
        RecordBytes.LONGS.set(page, record + positions.offset(), value);
        positions.setNull(page, record, false);
    }

    // ---- Writing

    @Override
    public void append(Column[] keys, long[] hashes, int rows, Column[] values) {
        Column[] storedKeys = stored(keys);
        int[] entries = new int[rows];
        lists.claim(storedKeys, hashes, rows, null, entries, new boolean[rows]);
        if (elements.log().expiry().applies()) {
            for (int i = 0; i < HEADS; i++) {
                dropHeads(storedKeys, hashes, rows, entries);
            }
        }
        long[] places = new long[rows];
        for (int i = 0; i < rows; i++) {
            long before = positions(entries[i]);
            places[i] = before & LOW_HALF;
            setPositions(entries[i], positions(first(before), next(before) + 1));
        }
        Column[] storedValues =
                elements.layout().stored(values, elements.layout().values());
        elements.put(with(storedKeys, rows, places), hashes, rows, storedValues);
    }

    /** For each row the first element of its list if that is over; rows of one list take elements one behind the other. */
    private void dropHeads(Column[] keys, long[] hashes, int rows, int[] entries) {
        long[] heads = new long[rows];
        for (int i = 0; i < rows; i++) {
            long before = positions(entries[i]);
            heads[i] = first(before) & LOW_HALF;
            if (length(before) > 0) {
                setPositions(entries[i], positions(first(before) + 1, next(before)));
            }
        }
        boolean[] absent = new boolean[rows];
        elements.removeExpired(with(keys, rows, heads), hashes, rows, absent);
        for (int i = rows - 1; i >= 0; i--) {
            if (!absent[i]) {
                setPositions(entries[i], positions((int) heads[i], next(positions(entries[i]))));
            }
        }
    }

    @Override
    public void clear(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        elements.remove(all.keys(), all.hashes(), all.count());
        lists.remove(stored(keys), hashes, rows);
    }

    // ---- Reading

    @Override
    public void lengths(Column[] keys, long[] hashes, int rows, int[] found) {
        int[] entries = new int[rows];
        lists.find(stored(keys), hashes, rows, entries);
        for (int i = 0; i < rows; i++) {
            found[i] = entries[i] < 0 ? 0 : length(positions(entries[i]));
        }
    }

    @Override
    public Lists read(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        int[] entries = new int[all.count()];
        elements.find(all.keys(), all.hashes(), all.count(), entries);
        int count = elements.log().expiry().applies() ? withoutMissing(entries, all.ends()) : all.count();
        return new Lists(all.ends(), elements.values(entries, count));
    }

    /** Leaves out elements that are over; returns how many there are. */
    private static int withoutMissing(int[] entries, int[] ends) {
        int kept = 0;
        int next = 0;
        for (int list = 0; list < ends.length; list++) {
            for (; next < ends[list]; next++) {
                entries[kept] = entries[next];
                kept += entries[next] == RecordAddress.NONE ? 0 : 1;
            }
            ends[list] = kept;
        }
        return kept;
    }

    private record Elements(int count, int[] ends, Column[] keys, long[] hashes) {}

    /** The keys of all elements of lists. */
    private Elements elements(Column[] keys, long[] hashes, int rows) {
        Column[] storedKeys = stored(keys);
        int[] entries = new int[rows];
        lists.find(storedKeys, hashes, rows, entries);
        int[] ends = new int[rows];
        long[] found = new long[rows];
        long total = 0;
        for (int i = 0; i < rows; i++) {
            found[i] = entries[i] < 0 ? 0 : positions(entries[i]);
            total += length(found[i]);
            ends[i] = BytesColumn.checkedLength(total);
        }
        int count = (int) total;
        int[] owners = new int[count];
        long[] places = new long[count];
        long[] elementHashes = new long[count];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int place = first(found[i]); next < ends[i]; place++) {
                owners[next] = i;
                places[next] = place & LOW_HALF;
                elementHashes[next++] = hashes[i];
            }
        }
        for (int k = 0; k < storedKeys.length; k++) {
            storedKeys[k] = storedKeys[k].take(owners, 0, count);
        }
        return new Elements(count, ends, with(storedKeys, count, places), elementHashes);
    }

    private static Column[] with(Column[] keys, int rows, long[] places) {
        Column[] all = Arrays.copyOf(keys, keys.length + 1);
        all[keys.length] = new LongColumn(rows, places, null);
        return all;
    }
}
