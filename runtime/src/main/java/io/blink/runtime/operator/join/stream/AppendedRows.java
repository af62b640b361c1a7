package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;

/** Rows that only appear. Those whose key equals nothing are never looked for, so they are not kept. */
final class AppendedRows implements SideRows {
    private final SideLayout layout;
    private final RowLists lists;

    AppendedRows(SideLayout layout, KeyedStateStore store, long namespace) {
        this.layout = layout;
        lists = new RowLists(layout, store, namespace, layout.storedTypes());
    }

    @Override
    public RowChanges resolve(Batch batch) {
        return RowChanges.insertions(layout.tracksMatches() ? batch : layout.equalling(batch), layout);
    }

    @Override
    public void store(RowChanges changes, long[] matches) {
        int[] kept = changes.newRows();
        int count = changes.count();
        if (changes.unequal() != null) {
            kept = new int[count];
            int next = 0;
            for (int i = 0; i < count; i++) {
                kept[next] = i;
                next += changes.unequal()[i] ? 0 : 1;
            }
            count = next;
        }
        if (count == 0) {
            return;
        }
        boolean all = count == changes.count();
        Column[] keys = all ? changes.keys() : Take.of(changes.keys(), kept, count);
        long[] hashes = all ? changes.hashes() : Take.of(changes.hashes(), kept, count);
        Column[] values = matches == null
                ? RowLists.stored(changes.content(), kept, count)
                : RowLists.stored(changes.content(), kept, count, Take.of(matches, kept, count));
        long[] positions = lists.extend(keys, hashes, count);
        lists.rows().put(RowLists.at(keys, positions, count), hashes, count, values);
    }

    /** All rows, with the columns of the key and the position before their own. */
    TableCursor scan() {
        return lists.rows().scan();
    }

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
