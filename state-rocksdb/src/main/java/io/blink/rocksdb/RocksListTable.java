package io.blink.rocksdb;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.ListTable;
import io.blink.core.spi.state.ValueTable;
import java.util.Arrays;

/**
 * A list table: elements by key and position, and for each key which positions its list has: a LONG whose low half is the position behind the last and whose high half is the first. Positions are
 * unsigned numbers of 32 bits that go round. Elements that are over may be missing anywhere.
 */
final class RocksListTable implements ListTable {
    /** For each element that is appended so many at the front of its list are looked at, whether they are over. */
    private static final int HEADS = 2;

    private static final long LOW_HALF = 0xFFFFFFFFL;

    private final RocksValueTable lists;
    private final RocksValueTable elements;
    private final boolean expiring;

    RocksListTable(RocksValueTable lists, RocksValueTable elements, boolean expiring) {
        this.lists = lists;
        this.elements = elements;
        this.expiring = expiring;
    }

    @Override
    public long size() {
        return lists.size();
    }

    private static int length(long positions) {
        return (int) positions - (int) (positions >>> Integer.SIZE);
    }

    private static int first(long positions) {
        return (int) (positions >>> Integer.SIZE);
    }

    private static long positions(int first, int next) {
        return (long) first << Integer.SIZE | next & LOW_HALF;
    }

    /** The positions of each key's list; none where there is no list. */
    private long[] positions(int[] entries, int rows) {
        LongColumn stored = (LongColumn) lists.values(entries, rows)[0];
        long[] positions = new long[rows];
        for (int i = 0; i < rows; i++) {
            positions[i] = stored.isNull(i) ? 0 : stored.values()[i];
        }
        return positions;
    }

    // ---- Writing

    @Override
    public void append(Column[] keys, long[] hashes, int rows, Column[] values) {
        int[] entries = new int[rows];
        lists.claim(keys, hashes, rows, entries, new boolean[rows]);
        long[] before = positions(entries, rows);
        // Entries of a claim are numbers from 0 on.
        int[] appended = new int[rows];
        int[] firstRows = new int[rows];
        long[] places = new long[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (appended[entries[i]]++ == 0) {
                firstRows[count++] = i;
            }
            places[i] = (int) before[i] + appended[entries[i]] - 1 & LOW_HALF;
        }
        int[] distinct = new int[count];
        long[] after = new long[count];
        int[] gone = expiring ? goneHeads(keys, hashes, before, entries, appended, firstRows, count) : new int[count];
        for (int d = 0; d < count; d++) {
            int row = firstRows[d];
            distinct[d] = entries[row];
            after[d] = positions(first(before[row]) + gone[d], (int) before[row] + appended[distinct[d]]);
        }
        lists.update(distinct, count, new Column[] {new LongColumn(count, after, null)});
        elements.put(with(keys, rows, places), hashes, rows, values);
    }

    /** How many elements at the front of each list are over. */
    private int[] goneHeads(
            Column[] keys, long[] hashes, long[] before, int[] entries, int[] appended, int[] rows, int count) {
        int[] ends = new int[count];
        int total = 0;
        for (int d = 0; d < count; d++) {
            total += Math.min(length(before[rows[d]]), HEADS * appended[entries[rows[d]]]);
            ends[d] = total;
        }
        Elements heads = elements(keys, hashes, rows, before, ends);
        int[] found = new int[total];
        elements.find(heads.keys(), heads.hashes(), total, found);
        int[] gone = new int[count];
        for (int d = 0; d < count; d++) {
            int start = d == 0 ? 0 : ends[d - 1];
            int at = start;
            while (at < ends[d] && found[at] == ValueTable.NONE) {
                at++;
            }
            gone[d] = at - start;
        }
        return gone;
    }

    @Override
    public void clear(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        elements.remove(all.keys(), all.hashes(), all.count());
        lists.remove(keys, hashes, rows);
    }

    // ---- Reading

    @Override
    public void lengths(Column[] keys, long[] hashes, int rows, int[] found) {
        int[] entries = new int[rows];
        lists.find(keys, hashes, rows, entries);
        long[] positions = positions(entries, rows);
        for (int i = 0; i < rows; i++) {
            found[i] = length(positions[i]);
        }
    }

    @Override
    public Lists read(Column[] keys, long[] hashes, int rows) {
        Elements all = elements(keys, hashes, rows);
        int[] entries = new int[all.count()];
        elements.find(all.keys(), all.hashes(), all.count(), entries);
        int kept = 0;
        int next = 0;
        int[] ends = all.ends();
        for (int list = 0; list < rows; list++) {
            for (; next < ends[list]; next++) {
                entries[kept] = entries[next];
                kept += entries[next] == ValueTable.NONE ? 0 : 1;
            }
            ends[list] = kept;
        }
        return new Lists(ends, elements.values(entries, kept));
    }

    private record Elements(int count, int[] ends, Column[] keys, long[] hashes) {}

    /** The keys of all elements of lists. */
    private Elements elements(Column[] keys, long[] hashes, int rows) {
        int[] entries = new int[rows];
        lists.find(keys, hashes, rows, entries);
        long[] positions = positions(entries, rows);
        int[] identity = new int[rows];
        int[] ends = new int[rows];
        long total = 0;
        for (int i = 0; i < rows; i++) {
            identity[i] = i;
            total += length(positions[i]);
            ends[i] = BytesColumn.checkedLength(total);
        }
        return elements(keys, hashes, identity, positions, ends);
    }

    /** The keys of the first elements of the lists of some rows, as many of each as {@code ends} says. */
    private static Elements elements(Column[] keys, long[] hashes, int[] rows, long[] positions, int[] ends) {
        int count = ends.length == 0 ? 0 : ends[ends.length - 1];
        int[] owners = new int[count];
        long[] places = new long[count];
        long[] elementHashes = new long[count];
        int next = 0;
        for (int list = 0; list < ends.length; list++) {
            int row = rows[list];
            for (int place = first(positions[row]); next < ends[list]; place++) {
                owners[next] = row;
                places[next] = place & LOW_HALF;
                elementHashes[next++] = hashes[row];
            }
        }
        Column[] ownerKeys = new Column[keys.length];
        for (int k = 0; k < keys.length; k++) {
            ownerKeys[k] = keys[k].take(owners, 0, count);
        }
        return new Elements(count, ends, with(ownerKeys, count, places), elementHashes);
    }

    private static Column[] with(Column[] keys, int rows, long[] places) {
        Column[] all = Arrays.copyOf(keys, keys.length + 1);
        all[keys.length] = new LongColumn(rows, places, null);
        return all;
    }
}
