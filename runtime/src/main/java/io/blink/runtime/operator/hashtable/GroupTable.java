package io.blink.runtime.operator.hashtable;

import static java.util.Objects.requireNonNull;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.RowStore;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the distinct keys that it is given from 0 on, in the order in which they come. Two NULLs are one key. Starts with an array indexed by the packed key, goes over to an
 * index of packed keys where that array would be large and sparse, and to an index of verified hashes where keys do not fit 62 bits or are not integers, nor strings that come in
 * dictionaries. Hashed keys of several columns lie as one byte string each, so that looking at one costs a miss or two whatever the number of columns.
 */
public final class GroupTable {
    private static final int DENSE_CODES_MAX = 1 << 20;
    private static final int DENSE_CODES_FREE = 1 << 12;
    private static final int DENSE_CODES_PER_GROUP = 4;
    /** Up to so many groups of hashed strings are packed after all, so often, when dictionaries come later. */
    private static final int RETURN_GROUPS_MAX = 1 << 14;

    private static final int RETURNS_MAX = 3;

    /** How keys are found. */
    public enum Mode {
        /** No key columns: every row is in group 0. */
        SINGLE,
        /** An array with a place for every packed key. */
        DENSE,
        /** An index of packed keys. */
        PACKED,
        /** An index of 64-bit hashes, each hit verified against the stored key. */
        HASHED
    }

    /** Keys as their columns, or in the form of {@link #keyRows}; nothing while they are in {@link #codedKeys}. */
    private final RowStore keys;

    /** Makes one byte string of each key that is not packed; {@code null}: keys stay columns. */
    private final KeyRows keyRows;
    /** Keys with codes in the place of strings, while these are {@link #coded}; else {@code null}, as before the first row. */
    private RowStore codedKeys;
    /** What strings that are only codes will take if they are no longer coded. */
    private long flatBytes;

    private final KeyHash hash;
    /** Makes integers of strings while {@link #coded}; {@code null}: never. */
    private final KeyCodes strings;

    /** Of the integers that keys are, or become; {@code null}: they never do. */
    private KeyRanges ranges;

    private boolean coded;
    private int returns;
    private Mode mode;
    private int groupCount;
    private int[] dense = new int[0];
    private CodeIndex index;
    private long[] codes = new long[0];
    private int[] newRows = new int[0];
    private boolean[] unequal = new boolean[0];

    public GroupTable(List<DataType> keyTypes) {
        this(keyTypes, KeyHash.FROZEN, false);
    }

    /** A table whose keys of several columns, if they are hashed, lie as one byte string each. */
    static GroupTable ofTuples(List<DataType> keyTypes) {
        return new GroupTable(keyTypes, KeyHash.FROZEN, true, false);
    }

    /** A table for keys that are mostly inserted: strings that come in dictionaries are packed as the integers are. */
    public static GroupTable ofGroups(List<DataType> keyTypes) {
        return new GroupTable(keyTypes, KeyHash.FROZEN, true);
    }

    GroupTable(List<DataType> keyTypes, KeyHash hash, boolean codesStrings) {
        this(keyTypes, hash, codesStrings, codesStrings);
    }

    private GroupTable(List<DataType> keyTypes, KeyHash hash, boolean asRows, boolean codesStrings) {
        this.keyRows = asRows && KeyRows.supports(keyTypes) ? new KeyRows(keyTypes) : null;
        this.keys = new RowStore(keyRows == null ? keyTypes : List.of(KeyRows.TYPE));
        this.strings = codesStrings && KeyCodes.supports(keyTypes) ? new KeyCodes(keyTypes) : null;
        this.ranges = strings != null || KeyRanges.supports(keyTypes) ? new KeyRanges(keyTypes.size()) : null;
        this.hash = requireNonNull(hash, "hash");
        clear();
    }

    public int groupCount() {
        return groupCount;
    }

    /** The key of each group, column by column; not of a table {@linkplain #ofGroups for groups} or {@linkplain #ofTuples tuples}. */
    public RowStore keys() {
        return keys;
    }

    /** The keys of groups {@code groups[offset .. offset + count)}; strings of which there are few different ones come in dictionaries. */
    public List<Column> gatherKeys(int[] ofGroups, int offset, int count) {
        return codedKeys == null
                ? columns(keys.gather(ofGroups, offset, count))
                : strings.decode(codedKeys.gather(ofGroups, offset, count), count);
    }

    /** Keys in the form in which they are stored while they are not coded. */
    private Column[] stored(Column[] keyColumns, int rows) {
        return keyRows == null ? keyColumns : keyRows.of(keyColumns, rows);
    }

    private List<Column> columns(List<Column> stored) {
        return keyRows == null ? stored : keyRows.columns((BytesColumn) stored.get(0));
    }

    public Mode mode() {
        return mode;
    }

    /** Gives each of the rows its group, new ones included. */
    public void insert(Column[] keyColumns, int rows, int[] groups) {
        ensureScratch(rows);
        if (mayReturnToCodes() && strings.arrange(keyColumns) >= 0) {
            returnToCodes();
        }
        Column[] integers = coded ? codes(keyColumns, rows) : keyColumns;
        if (integers == null) {
            leaveCodes();
        }
        switch (mode) {
            case SINGLE -> insertSingle(rows, groups);
            case DENSE, PACKED -> insertPacked(keyColumns, integers, rows, groups);
            case HASHED -> insertHashed(keyColumns, rows, groups);
        }
    }

    private Column[] codes(Column[] keyColumns, int rows) {
        int integers = strings.arrange(keyColumns);
        if (integers < 0) {
            return null;
        }
        if (codedKeys == null) {
            codedKeys = new RowStore(strings.integerTypes());
            ranges = integers == ranges.columns() ? ranges : new KeyRanges(integers);
        }
        return strings.code(keyColumns, rows);
    }

    /** Finds the group of each of the rows; -1 where the key has none. */
    public void find(Column[] keyColumns, int rows, int[] groups) {
        ensureScratch(rows);
        if (coded) {
            leaveCodes();
        }
        switch (mode) {
            case SINGLE -> Arrays.fill(groups, 0, rows, groupCount - 1);
            case DENSE -> {
                ranges.packKnown(keyColumns, rows, codes);
                findDense(rows, groups);
            }
            case PACKED -> {
                ranges.packKnown(keyColumns, rows, codes);
                index.find(codes, rows, groups);
            }
            case HASHED -> findHashed(keyColumns, rows, groups);
        }
    }

    private void insertSingle(int rows, int[] groups) {
        Arrays.fill(groups, 0, rows, 0);
        groupCount = rows > 0 ? 1 : groupCount;
    }

    /** Strings are hashed from now on. */
    private void leaveCodes() {
        decodeKeys();
        rebuild(0);
    }

    private void decodeKeys() {
        if (codedKeys != null) {
            forEachChunkOfKeys((integers, from, count) -> {
                Column[] decoded = strings.decode(List.of(integers), count).toArray(Column[]::new);
                keys.append(stored(decoded, count), null, 0, count);
            });
            codedKeys = null;
            flatBytes = 0;
        }
        coded = false;
        strings.clear();
    }

    private boolean mayReturnToCodes() {
        return strings != null && !coded && groupCount <= RETURN_GROUPS_MAX && returns < RETURNS_MAX;
    }

    /** Strings are packed from now on: the first batches had them flat, as joins emit few rows. */
    private void returnToCodes() {
        returns++;
        coded = true;
        ranges = new KeyRanges(strings.integers());
        RowStore integerKeys = new RowStore(strings.integerTypes());
        forEachChunkOfKeys((stored, from, count) -> {
            Column[] integers = strings.codeFlat(columns(List.of(stored)).toArray(Column[]::new), count);
            ranges.include(integers, count);
            integerKeys.append(integers, null, 0, count);
        });
        flatBytes = keys.retainedBytes();
        codedKeys = integerKeys;
        keys.clear();
        rebuild(0);
    }

    /** @param integers the keys as {@link KeyRanges} takes them */
    private void insertPacked(Column[] keyColumns, Column[] integers, int rows, int[] groups) {
        if (ranges.include(integers, rows) || mode == Mode.PACKED && denseFits(0)) {
            rebuild(rows);
            if (mode == Mode.HASHED) {
                insertHashed(keyColumns, rows, groups);
                return;
            }
        }
        ranges.pack(integers, rows, codes);
        int fresh =
                mode == Mode.DENSE ? insertDense(rows, groups) : index.insert(codes, rows, groups, groupCount, newRows);
        if (codedKeys == null) {
            keys.append(keyColumns, newRows, 0, fresh);
        } else {
            codedKeys.append(integers, newRows, 0, fresh);
            flatBytes += strings.flatBytes(integers, newRows, fresh);
        }
        groupCount += fresh;
    }

    private int insertDense(int rows, int[] groups) {
        int[] table = dense;
        int count = groupCount;
        int fresh = 0;
        for (int i = 0; i < rows; i++) {
            int code = (int) codes[i];
            int group = table[code];
            if (group == 0) {
                group = ++count;
                table[code] = group;
                newRows[fresh++] = i;
            }
            groups[i] = group - 1;
        }
        return fresh;
    }

    private void findDense(int rows, int[] groups) {
        int[] table = dense;
        for (int i = 0; i < rows; i++) {
            long code = codes[i];
            groups[i] = code < 0 ? -1 : table[(int) code] - 1;
        }
    }

    private void insertHashed(Column[] keyColumns, int rows, int[] groups) {
        Column[] stored = stored(keyColumns, rows);
        hash.hash(stored, rows, codes);
        int fresh = index.insert(codes, rows, groups, groupCount, newRows);
        keys.append(stored, newRows, 0, fresh);
        groupCount += fresh;
        if (verifyKnown(stored, rows, groups, fresh)) {
            for (int i = 0; i < rows; i++) {
                if (unequal[i]) {
                    groups[i] = insertColliding(stored, i);
                }
            }
        }
    }

    private void findHashed(Column[] keyColumns, int rows, int[] groups) {
        Column[] stored = stored(keyColumns, rows);
        hash.hash(stored, rows, codes);
        index.find(codes, rows, groups);
        if (verify(stored, rows, groups)) {
            for (int i = 0; i < rows; i++) {
                if (unequal[i]) {
                    groups[i] = findColliding(row(stored, i), codes[i]);
                }
            }
        }
    }

    /** As {@link #verify}, but for the rows that made the last {@code fresh} groups: their keys are the stored ones. */
    private boolean verifyKnown(Column[] stored, int rows, int[] groups, int fresh) {
        if (fresh == rows) {
            return false;
        }
        for (int i = 0; i < fresh; i++) {
            groups[newRows[i]] = -1;
        }
        boolean any = verify(stored, rows, groups);
        for (int i = 0; i < fresh; i++) {
            groups[newRows[i]] = groupCount - fresh + i;
        }
        return any;
    }

    /** Whether the key of some row is not that of its group, but has the same hash; rows without a group are left out. */
    private boolean verify(Column[] stored, int rows, int[] groups) {
        Arrays.fill(unequal, 0, rows, false);
        for (int k = 0; k < stored.length; k++) {
            keys.column(k).markUnequal(stored[k], groups, rows, unequal);
        }
        boolean any = false;
        for (int i = 0; i < rows; i++) {
            any |= unequal[i];
        }
        return any;
    }

    private int insertColliding(Column[] stored, int position) {
        Column[] key = row(stored, position);
        int group = findColliding(key, codes[position]);
        if (group < 0) {
            group = groupCount++;
            keys.append(key, null, 0, 1);
            index.put(codes[position], group);
        }
        return group;
    }

    private int findColliding(Column[] key, long code) {
        for (int group : index.groupsOf(code)) {
            boolean[] different = new boolean[1];
            for (int k = 0; k < key.length; k++) {
                keys.column(k).markUnequal(key[k], new int[] {group}, 1, different);
            }
            if (!different[0]) {
                return group;
            }
        }
        return -1;
    }

    private static Column[] row(Column[] columns, int position) {
        Column[] row = new Column[columns.length];
        for (int k = 0; k < row.length; k++) {
            row[k] = columns[k].slice(position, 1);
        }
        return row;
    }

    private boolean denseFits(int rows) {
        long wanted = Math.max(DENSE_CODES_FREE, (long) DENSE_CODES_PER_GROUP * (groupCount + rows));
        return ranges.codes() <= Math.min(DENSE_CODES_MAX, wanted);
    }

    /** Chooses the mode for the ranges and groups at hand and indexes the stored keys again. */
    private void rebuild(int rows) {
        dense = new int[0];
        index = null;
        if (!ranges.packable() || strings != null && !coded) {
            mode = Mode.HASHED;
            index = new CodeIndex(groupCount + rows);
            if (coded) {
                decodeKeys();
            }
        } else if (denseFits(rows)) {
            mode = Mode.DENSE;
            ranges.tighten();
            dense = new int[(int) ranges.codes()];
        } else {
            mode = Mode.PACKED;
            ranges.loosen();
            index = new CodeIndex(groupCount + rows);
        }
        long[] rowCodes = new long[Math.min(groupCount, Batch.TARGET_ROWS)];
        forEachChunkOfKeys((keyColumns, from, count) -> index(keyColumns, from, count, rowCodes));
    }

    /** Takes the keys of some groups as they are stored, or with codes in the place of strings while these are coded. */
    @FunctionalInterface
    private interface KeyChunkAction {
        void accept(Column[] keyColumns, int firstGroup, int count);
    }

    private void forEachChunkOfKeys(KeyChunkAction action) {
        int[] rowNumbers = new int[Math.min(groupCount, Batch.TARGET_ROWS)];
        for (int from = 0; from < groupCount; from += rowNumbers.length) {
            int count = Math.min(rowNumbers.length, groupCount - from);
            for (int i = 0; i < count; i++) {
                rowNumbers[i] = from + i;
            }
            RowStore store = codedKeys == null ? keys : codedKeys;
            action.accept(store.gather(rowNumbers, 0, count).toArray(Column[]::new), from, count);
        }
    }

    private void index(Column[] keyColumns, int firstGroup, int count, long[] rowCodes) {
        if (mode == Mode.HASHED) {
            hash.hash(keyColumns, count, rowCodes);
        } else {
            ranges.pack(keyColumns, count, rowCodes);
        }
        for (int i = 0; i < count; i++) {
            if (mode == Mode.DENSE) {
                dense[(int) rowCodes[i]] = firstGroup + i + 1;
            } else {
                index.put(rowCodes[i], firstGroup + i);
            }
        }
    }

    private void ensureScratch(int rows) {
        if (codes.length < rows) {
            codes = new long[rows];
            newRows = new int[rows];
            unequal = new boolean[rows];
        }
    }

    /** Bytes that inserting {@code rows} rows will add at most, should each be a new key. */
    public long bytesToInsert(Column[] keyColumns, int rows) {
        if (mode == Mode.SINGLE) {
            return 0;
        }
        long bytes = keys.bytesToAppend(keyRows == null ? keyColumns : keyRows.placeholder(keyColumns, rows), rows);
        if (coded && strings.arrange(keyColumns) >= 0) {
            bytes += strings.bytesToCode(keyColumns, rows) + strings.flatRowBytes(rows);
            bytes += (codedKeys == null ? new RowStore(strings.integerTypes()) : codedKeys)
                    .bytesToAppend(strings.placeholders(keyColumns, rows), rows);
        }
        if (mayReturnToCodes() && strings.arrange(keyColumns) >= 0) {
            bytes += strings.bytesToReturn(keyColumns, rows)
                    + keys.retainedBytes()
                    + CodeIndex.bytesFor(groupCount + rows);
        }
        if (index != null) {
            return bytes + index.bytesToInsert(rows);
        }
        long denseLater = Math.min(
                DENSE_CODES_MAX, Math.max(DENSE_CODES_FREE, (long) DENSE_CODES_PER_GROUP * (groupCount + rows)));
        long afterLeaving = CodeIndex.bytesFor(groupCount + rows);
        return bytes
                + Math.max(0, Math.max(denseLater * Integer.BYTES, afterLeaving) - (long) dense.length * Integer.BYTES);
    }

    public long retainedBytes() {
        return keys.retainedBytes()
                + (codedKeys == null ? 0 : codedKeys.retainedBytes() + flatBytes)
                + (long) dense.length * Integer.BYTES
                + (index == null ? 0 : index.retainedBytes())
                + (coded ? strings.retainedBytes() : 0);
    }

    /** Forgets all groups and gives the memory back. */
    public void clear() {
        keys.clear();
        codedKeys = null;
        flatBytes = 0;
        groupCount = 0;
        returns = 0;
        dense = new int[0];
        index = null;
        coded = strings != null;
        if (coded) {
            strings.clear();
        }
        if (keys.columnCount() == 0) {
            mode = Mode.SINGLE;
        } else if (ranges == null) {
            mode = Mode.HASHED;
            index = new CodeIndex();
        } else {
            mode = Mode.DENSE;
            ranges.clear();
            dense = new int[1];
        }
    }
}
