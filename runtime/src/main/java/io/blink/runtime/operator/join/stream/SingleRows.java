package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ValueTable;
import java.util.Arrays;
import java.util.List;

/** At most one row for each join key; a row that comes replaces the one that is there. */
final class SingleRows implements SideRows {
    private final SideLayout layout;
    private final ValueTable rows;
    private final EntryGroups groups = new EntryGroups();
    /** Entry and first row of each different key of the batch in work, and the rows' keys and hashes. */
    private int[] entries;

    private int[] firstRow;
    private int[] changeOfGroup;
    private Column[] keys;
    private long[] hashes;

    SingleRows(SideLayout layout, KeyedStateStore store, long namespace) {
        this.layout = layout;
        rows = store.valueTable(layout.table("rows", List.of(), layout.storedTypes()), namespace);
    }

    @Override
    public RowChanges resolve(Batch input) {
        Batch batch = layout.tracksMatches() ? input : layout.equalling(input);
        int count = batch.rowCount();
        keys = layout.keysOf(batch);
        hashes = layout.hashes(batch);
        int[] entryOfRow = new int[count];
        boolean[] fresh = new boolean[count];
        rows.claim(keys, hashes, count, entryOfRow, fresh);
        groups.group(entryOfRow, count);
        entries = Arrays.copyOf(groups.entries(), groups.count());
        firstRow = Arrays.copyOf(groups.firstRow(), groups.count());
        int[] stored = new int[entries.length];
        int[] oldOfGroup = new int[entries.length];
        int storedCount = 0;
        for (int g = 0; g < entries.length; g++) {
            oldOfGroup[g] = fresh[firstRow[g]] ? -1 : storedCount;
            stored[storedCount] = entries[g];
            storedCount += fresh[firstRow[g]] ? 0 : 1;
        }
        Column[] before = rows.values(stored, storedCount);
        NetRows net = NetRows.ofLast(batch, groups.groupOfRow(), entries.length, oldOfGroup);
        changeOfGroup = net.changeOfGroup();
        Batch old = new Batch(
                storedCount, List.of(Arrays.copyOf(before, layout.types().size())));
        return net.changes(layout, batch, old, RowLists.longs(before, layout.matchesColumn()), keys, hashes, firstRow);
    }

    @Override
    public void store(RowChanges changes, long[] matches) {
        int[] kept = new int[entries.length];
        int[] content = new int[entries.length];
        int[] change = new int[entries.length];
        int[] gone = new int[entries.length];
        int keptCount = 0;
        int goneCount = 0;
        for (int g = 0; g < entries.length; g++) {
            int c = changeOfGroup[g];
            if (c >= 0 && changes.hasNew(c)) {
                content[keptCount] = changes.newRows()[c];
                change[keptCount] = c;
                kept[keptCount++] = entries[g];
            } else {
                gone[goneCount++] = firstRow[g];
            }
        }
        Column[] values = matches == null
                ? RowLists.stored(changes.content(), content, keptCount)
                : RowLists.stored(changes.content(), content, keptCount, Take.of(matches, change, keptCount));
        rows.update(kept, keptCount, values);
        rows.remove(Take.of(keys, gone, goneCount), Take.of(hashes, gone, goneCount), goneCount);
    }

    @Override
    public KeyMatches locate(RowChanges changes) {
        int count = changes.count();
        int[] found = new int[count];
        rows.find(changes.keys(), changes.hashes(), count, found);
        for (int i = 0; changes.unequal() != null && i < count; i++) {
            found[i] = changes.unequal()[i] ? ValueTable.NONE : found[i];
        }
        groups.group(found, count);
        int different = groups.count();
        long[] end = new long[different];
        Arrays.fill(end, 1);
        return new KeyMatches(
                different,
                Arrays.copyOf(groups.groupOfRow(), count),
                Arrays.copyOf(groups.firstRow(), different),
                new long[different],
                end);
    }

    @Override
    public Candidates read(Column[] wanted, long[] wantedHashes, long[] positions, int[] owners) {
        int count = owners.length;
        int[] found = new int[count];
        rows.find(wanted, wantedHashes, count, found);
        Column[] values = rows.values(found, count);
        return new Candidates(
                new Batch(count, List.of(Arrays.copyOf(values, layout.types().size()))),
                owners,
                positions,
                wanted,
                wantedHashes,
                null,
                RowLists.longs(values, layout.matchesColumn()));
    }

    @Override
    public void addMatches(Candidates candidates, long[] addends) {
        int count = candidates.count();
        int[] found = new int[count];
        rows.claim(candidates.keys(), candidates.hashes(), count, found, new boolean[count]);
        rows.add(found, count, layout.matchesColumn(), addends);
    }
}
