package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that change and go, several for a join key: found by their unique key, or, counted, by all of their columns, through an index that says where in its list a row lies. ARRAY, MAP and ROW
 * columns take part in what identifies a counted row by their 64-bit hash.
 */
final class IdentifiedRows implements SideRows {
    private static final int ABSENT = -1;

    private final SideLayout layout;
    private final RowLists lists;
    private final ValueTable index;
    private final EntryGroups groups = new EntryGroups();
    private Resolved resolved;

    IdentifiedRows(SideLayout layout, KeyedStateStore store, long namespace) {
        this.layout = layout;
        lists = new RowLists(layout, store, namespace, layout.storedTypes());
        List<DataType> identity = Arrays.stream(layout.identity())
                .mapToObj(column -> isNested(layout.types().get(column))
                        ? SideLayout.BIGINT
                        : layout.types().get(column))
                .toList();
        TableSchema schema = layout.table("index", identity, List.of(SideLayout.BIGINT));
        index = store.valueTable(schema, namespace);
    }

    private static boolean isNested(DataType type) {
        PhysicalType physical = type.physicalType();
        return physical == PhysicalType.ARRAY || physical == PhysicalType.MAP || physical == PhysicalType.ROW;
    }

    /**
     * The different rows of the batch in work.
     *
     * @param indexKeys of the rows of the batch
     * @param entries in the index, of each different row
     * @param firstRow in the batch, of each different row
     * @param positions in its list, or {@link #ABSENT}
     * @param copies after the batch, where rows are counted
     */
    private record Resolved(
            Column[] indexKeys,
            Column[] keys,
            long[] hashes,
            int[] entries,
            int[] firstRow,
            long[] positions,
            int[] changeOfGroup,
            long[] copies,
            long[] matches) {}

    private Column[] indexKeys(Column[] keys, Batch rows) {
        Column[] all = Arrays.copyOf(keys, keys.length + layout.identity().length);
        for (int i = 0; i < layout.identity().length; i++) {
            Column column = rows.column(layout.identity()[i]).flat();
            if (isNested(layout.types().get(layout.identity()[i]))) {
                long[] hashes = new long[rows.rowCount()];
                ColumnHash.ofColumn(column, hashes);
                column = new LongColumn(rows.rowCount(), hashes, null);
            }
            all[keys.length + i] = column;
        }
        return all;
    }

    // ---- Resolving

    @Override
    public RowChanges resolve(Batch input) {
        Batch batch = layout.tracksMatches() ? input : layout.equalling(input);
        int count = batch.rowCount();
        Column[] keys = layout.keysOf(batch);
        long[] hashes = layout.hashes(batch);
        Column[] indexKeys = indexKeys(keys, batch);
        int[] entryOfRow = new int[count];
        boolean[] fresh = new boolean[count];
        index.claim(indexKeys, hashes, count, entryOfRow, fresh);
        groups.group(entryOfRow, count);
        int different = groups.count();
        int[] firstRow = Arrays.copyOf(groups.firstRow(), different);
        int[] entries = Arrays.copyOf(groups.entries(), different);
        long[] positions = positions(entries, firstRow, fresh);
        RowLists.Stored before = stored(keys, hashes, firstRow, positions);
        int[] oldOfGroup = new int[different];
        Arrays.fill(oldOfGroup, -1);
        for (int i = 0; i < before.count(); i++) {
            oldOfGroup[before.owners()[i]] = i;
        }
        for (int g = 0; g < different; g++) {
            positions[g] = oldOfGroup[g] < 0 ? ABSENT : positions[g];
        }
        Resolved rows = new Resolved(
                indexKeys,
                keys,
                hashes,
                entries,
                firstRow,
                positions,
                new int[different],
                new long[different],
                new long[different]);
        resolved = rows;
        return layout.storage() == SideLayout.Storage.COUNTED
                ? counted(batch, rows, before, oldOfGroup)
                : keyed(batch, rows, before, oldOfGroup);
    }

    private long[] positions(int[] entries, int[] firstRow, boolean[] fresh) {
        LongColumn stored = (LongColumn) index.values(entries, entries.length)[0];
        long[] positions = Arrays.copyOf(stored.values(), entries.length);
        for (int g = 0; g < entries.length; g++) {
            positions[g] = fresh[firstRow[g]] ? ABSENT : positions[g];
        }
        return positions;
    }

    private RowLists.Stored stored(Column[] keys, long[] hashes, int[] firstRow, long[] positions) {
        int[] known = new int[positions.length];
        int[] member = new int[positions.length];
        long[] places = new long[positions.length];
        int count = 0;
        for (int g = 0; g < positions.length; g++) {
            if (positions[g] >= 0) {
                member[count] = firstRow[g];
                places[count] = positions[g];
                known[count++] = g;
            }
        }
        return lists.read(
                Take.of(keys, member, count),
                Take.of(hashes, member, count),
                Arrays.copyOf(places, count),
                Arrays.copyOf(known, count));
    }

    private RowChanges keyed(Batch batch, Resolved rows, RowLists.Stored before, int[] oldOfGroup) {
        NetRows net = NetRows.ofLast(batch, groups.groupOfRow(), oldOfGroup.length, oldOfGroup);
        System.arraycopy(net.changeOfGroup(), 0, rows.changeOfGroup, 0, oldOfGroup.length);
        long[] matches = RowLists.longs(before.values(), layout.matchesColumn());
        return net.changes(layout, batch, lists.content(before), matches, rows.keys, rows.hashes, rows.firstRow);
    }

    private RowChanges counted(Batch batch, Resolved rows, RowLists.Stored before, int[] oldOfGroup) {
        int different = oldOfGroup.length;
        long[] matches = RowLists.longs(before.values(), layout.matchesColumn());
        long[] oldCopies = new long[different];
        long[] storedCopies = RowLists.longs(before.values(), layout.copiesColumn());
        for (int g = 0; g < different; g++) {
            oldCopies[g] = oldOfGroup[g] < 0 ? 0 : storedCopies[oldOfGroup[g]];
            rows.matches[g] = oldOfGroup[g] < 0 || matches == null ? 0 : matches[oldOfGroup[g]];
        }
        System.arraycopy(oldCopies, 0, rows.copies, 0, different);
        int[] groupOfRow = groups.groupOfRow();
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.copies[groupOfRow[row]] += RowKinds.comes(batch.rowKinds(), row) ? 1 : -1;
        }
        int[] member = new int[different];
        int[] oldRows = new int[different];
        int[] newRows = new int[different];
        long[] changed = new long[different];
        long[] oldMatches = new long[different];
        int count = 0;
        for (int g = 0; g < different; g++) {
            // More may go than were there if rows have outlived their time.
            rows.copies[g] = Math.max(0, rows.copies[g]);
            long delta = rows.copies[g] - oldCopies[g];
            rows.changeOfGroup[g] = delta == 0 ? ABSENT : count;
            member[count] = rows.firstRow[g];
            oldRows[count] = delta < 0 ? rows.firstRow[g] : -1;
            newRows[count] = delta < 0 ? -1 : rows.firstRow[g];
            changed[count] = Math.abs(delta);
            oldMatches[count] = rows.matches[g];
            count += delta == 0 ? 0 : 1;
        }
        Column[] keys = Take.of(rows.keys, member, count);
        return new RowChanges(
                count,
                new Batch(batch.rowCount(), batch.columns()),
                Arrays.copyOf(oldRows, count),
                Arrays.copyOf(newRows, count),
                changed,
                layout.tracksMatches() ? oldMatches : null,
                keys,
                Take.of(rows.hashes, member, count),
                layout.unequal(keys, count));
    }

    // ---- Storing

    private boolean stays(RowChanges changes, int group) {
        int change = resolved.changeOfGroup[group];
        return layout.storage() == SideLayout.Storage.COUNTED
                ? resolved.copies[group] > 0
                : change >= 0 && changes.hasNew(change);
    }

    @Override
    public void store(RowChanges changes, long[] matches) {
        Resolved rows = resolved;
        int different = rows.entries.length;
        int[] updated = new int[different];
        int[] replaced = new int[different];
        int[] staying = new int[different];
        int[] gone = new int[different];
        int updates = 0;
        int replacements = 0;
        int stayCount = 0;
        int goneCount = 0;
        for (int g = 0; g < different; g++) {
            boolean stays = stays(changes, g);
            boolean there = rows.positions[g] >= 0;
            updated[updates] = g;
            updates += stays && there ? 1 : 0;
            replaced[replacements] = g;
            replacements += stays != there ? 1 : 0;
            staying[stayCount] = g;
            stayCount += stays ? 1 : 0;
            gone[goneCount] = rows.firstRow[g];
            goneCount += stays ? 0 : 1;
        }
        // Before rows move: one of these may be among them.
        put(updated, updates, changes, matches);
        if (layout.ttlMillis() > 0 && updates > 0) {
            int[] member = Take.of(rows.firstRow, updated, updates);
            lists.prolong(
                    Take.of(rows.keys, member, updates),
                    Take.of(rows.hashes, member, updates),
                    Take.of(rows.positions, updated, updates));
        }
        RowLists.Moves moves = replace(replaced, replacements, changes, matches);
        index.update(Take.of(rows.entries, staying, stayCount), stayCount, new Column[] {
            new LongColumn(stayCount, Take.of(rows.positions, staying, stayCount), null)
        });
        index.remove(Take.of(rows.indexKeys, gone, goneCount), Take.of(rows.hashes, gone, goneCount), goneCount);
        if (moves != null) {
            RowLists.Stored moved = moves.rows();
            index.put(indexKeys(moved.keys(), lists.content(moved)), moved.hashes(), moved.count(), new Column[] {
                new LongColumn(moved.count(), moves.to(), null)
            });
        }
        resolved = null;
    }

    /** Takes rows that go out of their lists, and puts rows that come into them. */
    private RowLists.Moves replace(int[] replaced, int count, RowChanges changes, long[] matches) {
        if (count == 0) {
            return null;
        }
        int[] member = Take.of(resolved.firstRow, replaced, count);
        long[] positions = Take.of(resolved.positions, replaced, count);
        RowLists.Moves moves = lists.replace(
                Take.of(resolved.keys, member, count), Take.of(resolved.hashes, member, count), positions);
        int[] added = new int[count];
        int addedCount = 0;
        for (int i = 0; i < count; i++) {
            int group = replaced[i];
            resolved.positions[group] = positions[i];
            added[addedCount] = group;
            addedCount += stays(changes, group) ? 1 : 0;
        }
        put(added, addedCount, changes, matches);
        return moves;
    }

    private void put(int[] chosen, int count, RowChanges changes, long[] matches) {
        if (count == 0) {
            return;
        }
        boolean counted = layout.storage() == SideLayout.Storage.COUNTED;
        int[] content = new int[count];
        long[] rowMatches = new long[count];
        for (int i = 0; i < count; i++) {
            int change = resolved.changeOfGroup[chosen[i]];
            content[i] = counted ? resolved.firstRow[chosen[i]] : changes.newRows()[change];
            if (matches != null) {
                boolean computed = change >= 0 && changes.hasNew(change);
                rowMatches[i] = computed ? matches[change] : resolved.matches[chosen[i]];
            }
        }
        long[] copies = Take.of(resolved.copies, chosen, count);
        Column[] values;
        if (layout.tracksMatches()) {
            values = counted
                    ? RowLists.stored(changes.content(), content, count, rowMatches, copies)
                    : RowLists.stored(changes.content(), content, count, rowMatches);
        } else {
            values = counted
                    ? RowLists.stored(changes.content(), content, count, copies)
                    : RowLists.stored(changes.content(), content, count);
        }
        int[] member = Take.of(resolved.firstRow, chosen, count);
        Column[] keys =
                RowLists.at(Take.of(resolved.keys, member, count), Take.of(resolved.positions, chosen, count), count);
        lists.rows().put(keys, Take.of(resolved.hashes, member, count), count, values);
    }

    // ---- For the other side

    @Override
    public KeyMatches locate(RowChanges changes) {
        return lists.locate(changes);
    }

    @Override
    public Candidates read(Column[] keys, long[] hashes, long[] positions, int[] owners) {
        return lists.candidates(lists.read(keys, hashes, positions, owners), layout);
    }

    @Override
    public void addMatches(Candidates rows, long[] addends) {
        lists.addMatches(rows, addends, layout);
    }
}
