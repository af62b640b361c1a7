package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of rows for each join key: in one table where each list begins and ends, in another the rows by key and position. Positions between are all taken, unless rows have outlived
 * their time. Where a row in the middle goes, one of the end moves to its place.
 */
final class RowLists {
    private static final String LISTS = "lists";
    private static final String ROWS = "rows";
    private static final int FIRST = 0;
    private static final int END = 1;

    private final ValueTable bounds;
    private final ValueTable rows;
    private final int columns;
    private final EntryGroups groups = new EntryGroups();

    /** @param columns of the side; behind them in {@code stored} come the operator's own */
    RowLists(SideLayout layout, KeyedStateStore store, long namespace, List<DataType> stored) {
        DataType number = SideLayout.BIGINT;
        bounds = store.valueTable(layout.table(LISTS, List.of(), List.of(number, number)), namespace);
        rows = store.valueTable(layout.table(ROWS, List.of(number), stored), namespace);
        columns = layout.types().size();
    }

    ValueTable rows() {
        return rows;
    }

    /** The table that has a row for each list. */
    static String listsOf(SideLayout layout) {
        return layout.name() + "-" + LISTS;
    }

    static void drop(SideLayout layout, KeyedStateStore store, long namespace) {
        store.drop(listsOf(layout), namespace);
        store.drop(layout.name() + "-" + ROWS, namespace);
    }

    static Column[] at(Column[] keys, long[] positions, int count) {
        Column[] all = Arrays.copyOf(keys, keys.length + 1);
        all[keys.length] = new LongColumn(count, positions, null);
        return all;
    }

    // ---- Reading

    KeyMatches locate(RowChanges changes) {
        int count = changes.count();
        int[] entries = new int[count];
        bounds.find(changes.keys(), changes.hashes(), count, entries);
        for (int i = 0; changes.unequal() != null && i < count; i++) {
            entries[i] = changes.unequal()[i] ? ValueTable.NONE : entries[i];
        }
        groups.group(entries, count);
        int found = groups.count();
        Column[] values = bounds.values(groups.entries(), found);
        return new KeyMatches(
                found,
                Arrays.copyOf(groups.groupOfRow(), count),
                Arrays.copyOf(groups.firstRow(), found),
                ((LongColumn) values[FIRST]).values(),
                ((LongColumn) values[END]).values());
    }

    /** The stored columns of rows that are there, with all that names them. */
    record Stored(int count, Column[] values, int[] owners, long[] positions, Column[] keys, long[] hashes) {}

    Stored read(Column[] keys, long[] hashes, long[] positions, int[] owners) {
        int count = positions.length;
        int[] entries = new int[count];
        rows.find(at(keys, positions, count), hashes, count, entries);
        int[] present = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            present[found] = i;
            found += entries[i] >= 0 ? 1 : 0;
        }
        if (found == count) {
            return new Stored(count, rows.values(entries, count), owners, positions, keys, hashes);
        }
        forgetExpired(keys, hashes, positions, entries, owners);
        int[] kept = Arrays.copyOf(present, found);
        int[] keptEntries = Arrays.stream(kept).map(i -> entries[i]).toArray();
        return new Stored(
                found,
                rows.values(keptEntries, found),
                Arrays.stream(kept).map(i -> owners[i]).toArray(),
                Arrays.stream(kept).mapToLong(i -> positions[i]).toArray(),
                Take.of(keys, kept, found),
                Arrays.stream(kept).mapToLong(i -> hashes[i]).toArray());
    }

    /** Lists begin behind rows at their beginning that have outlived their time, so that they do not grow for ever; entries stay valid. */
    private void forgetExpired(Column[] keys, long[] hashes, long[] positions, int[] entries, int[] owners) {
        long[] starts = new long[positions.length];
        int[] requests = new int[positions.length];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            boolean leads = i == 0 || owners[i - 1] != owners[i];
            if (leads && entries[i] < 0) {
                int next = i;
                while (next < positions.length && owners[next] == owners[i] && entries[next] < 0) {
                    next++;
                }
                requests[count] = i;
                starts[count++] = positions[next - 1] + 1;
            }
        }
        if (count == 0) {
            return;
        }
        Column[] listKeys = Take.of(keys, requests, count);
        long[] listHashes = Take.of(hashes, requests, count);
        int[] lists = new int[count];
        bounds.find(listKeys, listHashes, count, lists);
        Column[] values = bounds.values(lists, count);
        long[] first = ((LongColumn) values[FIRST]).values();
        int[] moved = new int[count];
        int movedCount = 0;
        for (int i = 0; i < count; i++) {
            // A request in the middle of a list says nothing about its beginning.
            if (lists[i] >= 0 && first[i] == positions[requests[i]]) {
                first[i] = starts[i];
                moved[movedCount++] = i;
            }
        }
        bounds.put(
                Take.of(listKeys, moved, movedCount),
                Take.of(listHashes, moved, movedCount),
                movedCount,
                Take.of(values, moved, movedCount));
    }

    Batch content(Stored stored) {
        return new Batch(stored.count(), List.of(Arrays.copyOf(stored.values(), columns)));
    }

    Candidates candidates(Stored stored, SideLayout layout) {
        return new Candidates(
                content(stored),
                stored.owners(),
                stored.positions(),
                stored.keys(),
                stored.hashes(),
                longs(stored.values(), layout.copiesColumn()),
                longs(stored.values(), layout.matchesColumn()));
    }

    static long[] longs(Column[] values, int column) {
        return column < 0 ? null : ((LongColumn) values[column]).values();
    }

    void addMatches(Candidates candidates, long[] addends, SideLayout layout) {
        int[] changed = new int[addends.length];
        int count = 0;
        for (int i = 0; i < candidates.count(); i++) {
            changed[count] = i;
            count += addends[i] != 0 ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        long[] positions = Take.of(candidates.positions(), changed, count);
        Column[] keys = at(Take.of(candidates.keys(), changed, count), positions, count);
        int[] entries = new int[count];
        rows.claim(keys, Take.of(candidates.hashes(), changed, count), count, entries, new boolean[count]);
        rows.add(entries, count, layout.matchesColumn(), Take.of(addends, changed, count));
    }

    // ---- Writing

    /** Where rows lie at the end of lists from now on. Each list's time to live begins anew. */
    long[] extend(Column[] keys, long[] hashes, int count) {
        long[] taken = new long[count];
        long[][] limits = claim(keys, hashes, count);
        int[] groupOf = groups.groupOfRow();
        for (int i = 0; i < count; i++) {
            taken[i] = limits[END][groupOf[i]]++;
        }
        update(limits);
        return taken;
    }

    /** The time to live of lists begins anew, as that of rows in them does that are written where they lie. */
    void prolong(Column[] keys, long[] hashes, long[] positions) {
        long[][] limits = claim(keys, hashes, positions.length);
        int[] groupOf = groups.groupOfRow();
        for (int i = 0; i < positions.length; i++) {
            // A list may have been over although a row of it was not.
            limits[END][groupOf[i]] = Math.max(limits[END][groupOf[i]], positions[i] + 1);
        }
        update(limits);
    }

    /** Finds or makes the lists of keys. */
    private long[][] claim(Column[] keys, long[] hashes, int count) {
        int[] entries = new int[count];
        bounds.claim(keys, hashes, count, entries, new boolean[count]);
        groups.group(entries, count);
        Column[] values = bounds.values(groups.entries(), groups.count());
        long[][] limits = new long[2][];
        for (int v = 0; v < limits.length; v++) {
            LongColumn column = (LongColumn) values[v];
            limits[v] = column.values();
            for (int g = 0; column.nulls() != null && g < groups.count(); g++) {
                limits[v][g] = column.nulls()[g] ? 0 : limits[v][g];
            }
        }
        return limits;
    }

    private void update(long[][] limits) {
        int count = groups.count();
        Column[] values = {new LongColumn(count, limits[FIRST], null), new LongColumn(count, limits[END], null)};
        bounds.update(Arrays.copyOf(groups.entries(), count), count, values);
    }

    /** Rows that have moved. */
    record Moves(Stored rows, long[] to) {}

    /**
     * Takes rows out of their lists and adds others.
     *
     * @param positions of the rows that go; of those that come, which are set here, -1
     * @return rows that moved to other positions, or {@code null}
     */
    Moves replace(Column[] keys, long[] hashes, long[] positions) {
        int count = positions.length;
        long[][] limits = claim(keys, hashes, count);
        int[] groupOf = Arrays.copyOf(groups.groupOfRow(), count);
        long[] holes = holes(positions, groupOf);
        Relocation relocation = new Relocation(limits[FIRST], limits[END], holes);
        relocation.place(positions, groupOf);
        int[] member = Arrays.copyOf(groups.firstRow(), groups.count());
        update(limits);
        Moves moves = move(keys, hashes, relocation, member);
        remove(keys, hashes, relocation.freed(), member);
        removeEmpty(keys, hashes, limits, member);
        return moves;
    }

    /** Group and position of the rows that go, sorted. */
    private static long[] holes(long[] positions, int[] groupOf) {
        long[] holes = new long[positions.length];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0) {
                holes[count++] = Relocation.place(groupOf[i], positions[i]);
            }
        }
        long[] sorted = Arrays.copyOf(holes, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private Moves move(Column[] keys, long[] hashes, Relocation relocation, int[] member) {
        int count = relocation.moves();
        if (count == 0) {
            return null;
        }
        int[] owners = new int[count];
        int[] request = new int[count];
        long[] from = new long[count];
        for (int i = 0; i < count; i++) {
            request[i] = i;
            owners[i] = member[relocation.groupOfMove(i)];
            from[i] = relocation.from(i);
        }
        Stored moved = read(Take.of(keys, owners, count), Take.of(hashes, owners, count), from, request);
        long[] to = new long[moved.count()];
        for (int i = 0; i < to.length; i++) {
            to[i] = relocation.to(moved.owners()[i]);
        }
        rows.put(at(moved.keys(), to, to.length), moved.hashes(), to.length, moved.values());
        return new Moves(moved, to);
    }

    private void remove(Column[] keys, long[] hashes, long[] freed, int[] member) {
        int[] owners = new int[freed.length];
        long[] positions = new long[freed.length];
        for (int i = 0; i < freed.length; i++) {
            owners[i] = member[Relocation.group(freed[i])];
            positions[i] = Relocation.position(freed[i]);
        }
        int count = freed.length;
        rows.remove(at(Take.of(keys, owners, count), positions, count), Take.of(hashes, owners, count), count);
    }

    private void removeEmpty(Column[] keys, long[] hashes, long[][] limits, int[] member) {
        int[] empty = new int[member.length];
        int count = 0;
        for (int g = 0; g < member.length; g++) {
            empty[count] = member[g];
            count += limits[FIRST][g] >= limits[END][g] ? 1 : 0;
        }
        bounds.remove(Take.of(keys, empty, count), Take.of(hashes, empty, count), count);
    }

    /** Columns of stored rows: those of the side, then the operator's. */
    static Column[] stored(Batch content, int[] rowNumbers, int count, long[]... further) {
        List<Column> values = new ArrayList<>(content.columns().size() + further.length);
        values.addAll(content.take(rowNumbers, 0, count).columns());
        for (long[] column : further) {
            values.add(new LongColumn(count, column, null));
        }
        return values.toArray(Column[]::new);
    }
}
