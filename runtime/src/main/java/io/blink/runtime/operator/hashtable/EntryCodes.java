package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.BytesStore;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the different values of one string column, or the different tuples of several whose ids are the same array (strings of one row of a join's build side). An entry of a
 * dictionary is looked up when a row first refers to it, so that all other rows cost one array access whatever the number and the length of their strings.
 */
final class EntryCodes {
    /** Dictionaries known at a time: those of producers whose batches come in turn. */
    private static final int DICTIONARIES_MAX = 8;

    private static final int VALUES_MAX = 1 << 20;
    /** Entries of dictionaries for nothing, and so many more for each row that came. */
    private static final long ENTRIES_FREE = 1 << 18;

    private static final int ENTRIES_PER_ROW = 4;
    /** Of a string in a store beside its own: where it starts, its length, whether it is null; with what growth takes. */
    static final int ROW_BYTES = 2 * (Long.BYTES + Integer.BYTES + 1);

    private final int[] columns;
    private final GroupTable values;
    private final Column[][] dictionaries = new Column[DICTIONARIES_MAX][];
    /** Of each entry: its code plus one, 0 if it is not known yet, -1 while it is looked up. */
    private final int[][] codes = new int[DICTIONARIES_MAX][];

    private int known;
    private int last;
    private long entriesSeen;
    private long rowsSeen;
    private int[] missing = new int[0];
    /** Of each column all values, as {@link #decode} gives them. */
    private List<Column> decoded = List.of();

    private int decodedCount = -1;

    EntryCodes(int[] columns, List<DataType> types) {
        this.columns = columns;
        values = GroupTable.ofTuples(Arrays.stream(columns).mapToObj(types::get).toList());
    }

    /** The code of each row, all below {@link GroupTable#groupCount} of the values; {@code null}: these columns cannot be coded, or no longer. */
    Column code(Column[] keys, int rows) {
        Column first = keys[columns[0]];
        if (first instanceof ConstantColumn constant && columns.length == 1) {
            int[] code = new int[1];
            values.insert(new Column[] {constant.value()}, 1, code);
            return new ConstantColumn(rows, new IntColumn(1, code, null));
        }
        if (!shareIds(keys, columns)) {
            return null;
        }
        rowsSeen += rows;
        int slot = slot(keys);
        if (slot < 0) {
            return null;
        }
        int[] ids = ((DictionaryColumn) first).ids();
        int[] ofEntries = codes[slot];
        if (!lookUpMissing(slot, ids, rows)) {
            return null;
        }
        int[] ofRows = new int[rows];
        for (int i = 0; i < rows; i++) {
            ofRows[i] = ofEntries[ids[i]] - 1;
        }
        return new IntColumn(rows, ofRows, null);
    }

    /** Whether the columns are dictionaries with one array of ids. */
    static boolean shareIds(Column[] keys, int[] columns) {
        for (int column : columns) {
            if (!(keys[column] instanceof DictionaryColumn dictionary)
                    || dictionary.ids() != ((DictionaryColumn) keys[columns[0]]).ids()) {
                return false;
            }
        }
        return true;
    }

    private int knownSlot(Column[] keys) {
        for (int i = 0; i < known; i++) {
            int slot = (last + i) % known;
            if (isOf(slot, keys)) {
                return slot;
            }
        }
        return -1;
    }

    private boolean isOf(int slot, Column[] keys) {
        for (int i = 0; i < columns.length; i++) {
            if (dictionaries[slot][i] != ((DictionaryColumn) keys[columns[i]]).dictionary()) {
                return false;
            }
        }
        return true;
    }

    /** Where the codes of these dictionaries are; -1 if too many came for too few rows. */
    private int slot(Column[] keys) {
        int slot = knownSlot(keys);
        if (slot < 0) {
            int entries = entries(keys);
            entriesSeen += entries;
            if (entriesSeen > ENTRIES_FREE + ENTRIES_PER_ROW * rowsSeen) {
                return -1;
            }
            slot = known < DICTIONARIES_MAX ? known++ : (last + 1) % DICTIONARIES_MAX;
            dictionaries[slot] = new Column[columns.length];
            for (int i = 0; i < columns.length; i++) {
                dictionaries[slot][i] = ((DictionaryColumn) keys[columns[i]]).dictionary();
            }
            codes[slot] = new int[entries];
        }
        last = slot;
        return slot;
    }

    /** One entry more than ids may name, where one dictionary has a null at its end and another has none. */
    private int entries(Column[] keys) {
        int entries = 0;
        for (int column : columns) {
            entries = Math.max(
                    entries, ((DictionaryColumn) keys[column]).dictionary().size());
        }
        return entries;
    }

    private boolean lookUpMissing(int slot, int[] ids, int rows) {
        int[] ofEntries = codes[slot];
        if (missing.length < rows) {
            missing = new int[rows];
        }
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int id = ids[i];
            if (ofEntries[id] == 0) {
                ofEntries[id] = -1;
                missing[count++] = id;
            }
        }
        if (count == 0) {
            return true;
        }
        if (values.groupCount() + count > VALUES_MAX) {
            return false;
        }
        Column[] entries = new Column[columns.length];
        for (int k = 0; k < entries.length; k++) {
            entries[k] = dictionaries[slot][k].take(missing, 0, count);
        }
        int[] found = new int[count];
        values.insert(entries, count, found);
        for (int i = 0; i < count; i++) {
            ofEntries[missing[i]] = found[i] + 1;
        }
        return true;
    }

    /** The codes of flat keys. */
    Column codeFlat(Column[] keys, int rows) {
        int[] found = new int[rows];
        values.insert(picked(keys), rows, found);
        return new IntColumn(rows, found, null);
    }

    private Column[] picked(Column[] keys) {
        return Arrays.stream(columns).mapToObj(column -> keys[column]).toArray(Column[]::new);
    }

    /** The keys' columns that codes stand for. */
    int[] columns() {
        return columns;
    }

    /** The values of the columns by their codes: in dictionaries if there are few. */
    List<Column> decode(int[] ofRows, int rows) {
        int count = values.groupCount();
        if (count > Batch.TARGET_ROWS) {
            return values.gatherKeys(ofRows, 0, rows);
        }
        if (decodedCount != count) {
            int[] all = new int[count];
            Arrays.setAll(all, i -> i);
            decoded = values.gatherKeys(all, 0, count);
            decodedCount = count;
        }
        return decoded.stream()
                .<Column>map(entries -> new DictionaryColumn(rows, ofRows, entries))
                .toList();
    }

    /** Bytes that the values of some rows take where they are not coded. */
    long flatBytes(int[] ofRows, int[] positions, int count) {
        BytesStore keys = (BytesStore) values.keys().column(0);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += keys.length(ofRows[positions[i]]);
        }
        return bytes + (long) count * ROW_BYTES;
    }

    /** Bytes that {@link #code} will add at most. */
    long bytesToCode(Column[] keys, int rows) {
        if (!shareIds(keys, columns)) {
            return values.bytesToInsert(flatOrConstant(keys), 1);
        }
        int slot = knownSlot(keys);
        if (slot < 0) {
            return bytesToStart(keys, rows);
        }
        int[] ids = ((DictionaryColumn) keys[columns[0]]).ids();
        int[] absent = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            absent[count] = ids[i];
            count += codes[slot][ids[i]] == 0 ? 1 : 0;
        }
        if (count == 0) {
            return 0;
        }
        Column[] entries = new Column[columns.length];
        for (int k = 0; k < entries.length; k++) {
            entries[k] = new DictionaryColumn(count, absent, dictionaries[slot][k]);
        }
        return values.bytesToInsert(entries, count);
    }

    /** As {@link #bytesToCode}, for dictionaries that are new here. */
    long bytesToStart(Column[] keys, int rows) {
        return shareIds(keys, columns)
                ? (long) entries(keys) * Integer.BYTES + values.bytesToInsert(picked(keys), rows)
                : values.bytesToInsert(flatOrConstant(keys), 1);
    }

    private Column[] flatOrConstant(Column[] keys) {
        Column[] one = picked(keys);
        for (int k = 0; k < one.length; k++) {
            one[k] = one[k] instanceof ConstantColumn constant
                    ? constant.value()
                    : one[k].slice(0, Math.min(1, one[k].size()));
        }
        return one;
    }

    /** Without dictionaries, which are accounted for where they are made. */
    long retainedBytes() {
        long bytes = values.retainedBytes();
        for (int slot = 0; slot < known; slot++) {
            bytes += (long) codes[slot].length * Integer.BYTES;
        }
        return bytes;
    }
}
