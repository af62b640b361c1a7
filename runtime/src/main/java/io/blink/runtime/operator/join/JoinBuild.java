package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.plan.JoinType;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.operator.hashtable.GroupTable;
import io.blink.runtime.operator.rows.BooleanChunks;
import io.blink.runtime.operator.rows.BytesStore;
import io.blink.runtime.operator.rows.FewStrings;
import io.blink.runtime.operator.rows.IntChunks;
import io.blink.runtime.operator.rows.RowStore;
import io.blink.runtime.operator.rows.RowStrings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The build side in memory. Keys are held once a group, the other columns once a row. When all rows are in, {@link #seal} lines up the rows of each group one after the other. With
 * unique keys a row's number is its group's.
 */
final class JoinBuild {
    /** Dictionaries of all rows are made when one of so many rows was gathered. */
    private static final int GATHERED_ROWS_SHARE = 8;
    /** Of up to so many rows they are made at once: whatever comes next then gets dictionaries from its first batch on. */
    private static final int ROWS_AT_ONCE = 1 << 18;

    private final JoinLayout layout;
    private final int keyCount;
    private final GroupTable keys;
    private final RowStore payload;
    /** Payload columns that hold few different strings, when all rows are in; else {@code null}. */
    private final FewStrings[] dictionaries;
    /** Other string columns of the payload by row, once enough rows were gathered; {@code null}: none is, or not yet. */
    private RowStrings[] rowStrings;

    private boolean sealed;
    private long gatheredRows;
    private final int[] stringColumns;
    private final IntChunks groupOfRow = new IntChunks();
    private final IntChunks firstOfGroup = new IntChunks();
    private final IntChunks rowsInOrder = new IntChunks();
    private final BooleanChunks matched = new BooleanChunks();
    private final IntChunks nullKeyRows = new IntChunks();
    private int nullKeyRowCount;
    private int rows;
    private boolean unique;
    /** Over all partitions of the build side, spilled ones included. */
    private boolean anyRow;

    private boolean anyNullKey;
    private int[] positions = new int[0];
    private int[] groups = new int[0];

    JoinBuild(JoinLayout layout) {
        this.layout = layout;
        this.keyCount = layout.keyCount();
        List<DataType> types = layout.keptTypes();
        keys = new GroupTable(types.subList(0, keyCount));
        payload = new RowStore(types.subList(keyCount, types.size()));
        dictionaries = new FewStrings[payload.columnCount()];
        stringColumns = IntStream.range(0, payload.columnCount())
                .filter(i -> payload.column(i) instanceof BytesStore)
                .toArray();
    }

    /**
     * Adds kept columns, as a spilled batch has them. Rows whose key equals nothing are left out where they are of no use.
     *
     * @param matches whether each row has had a match already; {@code null}: none has
     */
    void add(Column[] kept, int count, boolean[] matches) {
        ensureScratch(count);
        boolean[] nullKeys = nullKeys(kept, count);
        anyRow |= count > 0;
        int[] taken = null;
        int takenCount = count;
        if (nullKeys != null) {
            anyNullKey = true;
            if (!layout.keepsNullKeys()) {
                taken = positions;
                takenCount = selectNot(nullKeys, count);
                kept = take(kept, takenCount);
            }
        }
        addKept(kept, takenCount, taken == null ? nullKeys : null, matches);
    }

    /** Remembers of rows that go to disk what {@link #anyRow} and {@link #anyNullKey} say. */
    void note(Column[] kept, int count) {
        anyRow |= count > 0;
        anyNullKey |= nullKeys(kept, count) != null;
    }

    private Column[] take(Column[] columns, int count) {
        Column[] taken = new Column[columns.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = columns[i].take(positions, 0, count);
        }
        return taken;
    }

    private void addKept(Column[] kept, int count, boolean[] nullKeys, boolean[] matches) {
        Column[] keyColumns = Arrays.copyOfRange(kept, 0, keyCount);
        keys.insert(keyColumns, count, groups);
        if (layout.keyOnly()) {
            rows = keys.groupCount();
            return;
        }
        payload.append(Arrays.copyOfRange(kept, keyCount, kept.length), null, 0, count);
        groupOfRow.ensure(rows + count);
        for (int i = 0; i < count; i++) {
            groupOfRow.set(rows + i, groups[i]);
        }
        if (layout.tracksBuildMatches()) {
            matched.ensure(rows + count);
            for (int i = 0; matches != null && i < count; i++) {
                matched.set(rows + i, matches[i]);
            }
        }
        if (nullKeys != null && layout.unknown() != null) {
            for (int i = 0; i < count; i++) {
                if (nullKeys[i]) {
                    nullKeyRows.ensure(nullKeyRowCount + 1);
                    nullKeyRows.set(nullKeyRowCount++, rows + i);
                }
            }
        }
        rows += count;
    }

    private int selectNot(boolean[] flags, int count) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            positions[selected] = i;
            selected += flags[i] ? 0 : 1;
        }
        return selected;
    }

    /** Which rows have a NULL in a key that then equals nothing; {@code null}: none. */
    private boolean[] nullKeys(Column[] columns, int count) {
        return nullKeys(layout, columns, count);
    }

    static boolean[] nullKeys(JoinLayout layout, Column[] keyColumns, int count) {
        Column[] strict = IntStream.range(0, layout.keyCount())
                .filter(k -> !layout.nullsEqual(k))
                .mapToObj(k -> keyColumns[k])
                .toArray(Column[]::new);
        boolean[] flags = NullFlags.union(strict, count);
        boolean any = false;
        for (int i = 0; flags != null && i < count; i++) {
            any |= flags[i];
        }
        return any ? flags : null;
    }

    private void ensureScratch(int count) {
        if (positions.length < count) {
            positions = new int[count];
            groups = new int[count];
        }
    }

    /** All rows are in: makes {@link #chainStart} and {@link #chainRow} work. */
    void seal() {
        sealed = true;
        unique = rows == keys.groupCount();
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i] = payload.column(i) instanceof BytesStore strings ? FewStrings.of(strings) : null;
        }
        if (unique) {
            return;
        }
        int groupCount = keys.groupCount();
        firstOfGroup.ensure(groupCount + 1);
        rowsInOrder.ensure(rows);
        for (int row = 0; row < rows; row++) {
            firstOfGroup.getAndAdd(groupOfRow.get(row), 1);
        }
        int start = 0;
        for (int group = 0; group <= groupCount; group++) {
            int count = firstOfGroup.get(group);
            firstOfGroup.set(group, start);
            start += count;
        }
        for (int row = 0; row < rows; row++) {
            rowsInOrder.set(firstOfGroup.getAndAdd(groupOfRow.get(row), 1), row);
        }
        for (int group = groupCount; group > 0; group--) {
            firstOfGroup.set(group, firstOfGroup.get(group - 1));
        }
        firstOfGroup.set(0, 0);
    }

    /** Whether each group has one row, numbered as the group. */
    boolean unique() {
        return unique;
    }

    int chainStart(int group) {
        return unique ? group : firstOfGroup.get(group);
    }

    int chainEnd(int group) {
        return unique ? group + 1 : firstOfGroup.get(group + 1);
    }

    int chainRow(int link) {
        return unique ? link : rowsInOrder.get(link);
    }

    /** The group of each key; -1 where there is none. */
    void find(Column[] keyColumns, int count, int[] foundGroups) {
        keys.find(keyColumns, count, foundGroups);
    }

    /** All rows are in: their values of a key as a filter for a column of a scan, or {@code null} if they make none. */
    KeyFilter keyFilter(int key, int column) {
        return new BuildKeys(keys.keys().column(key), layout.keptTypes().get(key), layout.nullsEqual(key))
                .filter(column);
    }

    int rows() {
        return rows;
    }

    boolean anyRow() {
        return anyRow;
    }

    boolean anyNullKey() {
        return anyNullKey;
    }

    int nullKeyRowCount() {
        return nullKeyRowCount;
    }

    int nullKeyRow(int index) {
        return nullKeyRows.get(index);
    }

    void markMatched(int row) {
        matched.set(row, true);
    }

    /** Writes the rows from {@code from} on that have had no match, at most {@code max}, and gives where to go on; the count is in {@code count[0]}. */
    int selectUnmatched(int from, int max, int[] selected, int[] count) {
        int found = 0;
        int row = from;
        while (row < rows && found < max) {
            if (!matched.get(row)) {
                selected[found++] = row;
            }
            row++;
        }
        count[0] = found;
        return row;
    }

    /** Kept columns of the first {@code count} rows; row -1 gives null. Long string columns come as dictionaries that share their ids. */
    List<Column> gather(int[] places, int[] buildRows, int count) {
        gatherByRow(count);
        int[] ids = null;
        List<Column> columns = new ArrayList<>(places.length);
        for (int place : places) {
            RowStrings strings = rowStrings == null || place < keyCount ? null : rowStrings[place - keyCount];
            if (strings == null) {
                columns.add(gather(place, buildRows, 0, count));
            } else {
                ids = ids == null ? strings.ids(buildRows, count) : ids;
                columns.add(strings.column(ids, count));
            }
        }
        return columns;
    }

    /** Makes dictionaries when so many rows are wanted that it costs little beside them. */
    private void gatherByRow(int count) {
        gatheredRows += count;
        boolean enough = rows <= ROWS_AT_ONCE || gatheredRows >= rows / GATHERED_ROWS_SHARE;
        if (!sealed || rowStrings != null || !enough) {
            return;
        }
        rowStrings = new RowStrings[payload.columnCount()];
        boolean nullRow = layout.type() == JoinType.LEFT || layout.type() == JoinType.FULL;
        for (int column : stringColumns) {
            rowStrings[column] =
                    dictionaries[column] == null ? RowStrings.of((BytesStore) payload.column(column), nullRow) : null;
        }
    }

    /** A kept column of some rows; row -1 gives null. */
    Column gather(int place, int[] buildRows, int offset, int count) {
        if (place >= keyCount) {
            FewStrings dictionary = dictionaries[place - keyCount];
            return dictionary != null
                    ? dictionary.gather(buildRows, offset, count)
                    : payload.column(place - keyCount).gather(buildRows, offset, count);
        }
        if (unique || layout.keyOnly()) {
            return keys.keys().column(place).gather(buildRows, offset, count);
        }
        int[] rowGroups = new int[count];
        for (int i = 0; i < count; i++) {
            int row = buildRows[offset + i];
            rowGroups[i] = row < 0 ? -1 : groupOfRow.get(row);
        }
        return keys.keys().column(place).gather(rowGroups, 0, count);
    }

    /** Rows {@code from .. from + count} in the form of a spill file: kept columns, then whether a row has had a match if that is tracked. */
    Batch spilled(int from, int count) {
        int[] selected = new int[count];
        for (int i = 0; i < count; i++) {
            selected[i] = from + i;
        }
        List<Column> columns = new ArrayList<>();
        int places = layout.keptTypes().size();
        for (int place = 0; place < places; place++) {
            columns.add(gather(place, selected, 0, count));
        }
        if (layout.tracksBuildMatches()) {
            byte[] flags = new byte[count];
            for (int i = 0; i < count; i++) {
                flags[i] = (byte) (matched.get(from + i) ? 1 : 0);
            }
            columns.add(new ByteColumn(count, flags, null));
        }
        return new Batch(count, columns);
    }

    /** Bytes that adding these rows, and sealing after them, will add at most. */
    long bytesToAdd(Column[] kept, int count) {
        long bytes = keys.bytesToInsert(Arrays.copyOfRange(kept, 0, keyCount), count);
        if (layout.keyOnly()) {
            return bytes;
        }
        return bytes
                + payload.bytesToAppend(Arrays.copyOfRange(kept, keyCount, kept.length), count)
                + rowStringBytesToAdd(kept, count)
                + groupOfRow.bytesToEnsure(rows + count)
                + sealedBytes(rows + count, keys.groupCount() + count)
                - sealedBytes(rows, keys.groupCount())
                + (layout.tracksBuildMatches() ? matched.bytesToEnsure(rows + count) : 0)
                + (layout.unknown() != null ? nullKeyRows.bytesToEnsure(nullKeyRowCount + count) : 0);
    }

    /** What {@link #seal} makes. */
    private long sealedBytes(int rowCount, int groupCount) {
        return IntChunks.bytesFor(rowCount)
                + IntChunks.bytesFor(groupCount + 1)
                + stringColumns.length * FewStrings.bytesFor(rowCount);
    }

    private long rowStringBytes() {
        long bytes = 0;
        for (int column : stringColumns) {
            bytes += RowStrings.bytesFor((BytesStore) payload.column(column));
        }
        return bytes;
    }

    private long rowStringBytesToAdd(Column[] kept, int count) {
        long bytes = 0;
        for (int column : stringColumns) {
            bytes +=
                    payload.column(column).bytesToAppend(kept[keyCount + column], count) + (Integer.BYTES + 1L) * count;
        }
        return bytes;
    }

    /** What is held, with what {@link #seal} and dictionaries will need. */
    long retainedBytes() {
        if (layout.keyOnly()) {
            return keys.retainedBytes();
        }
        return keys.retainedBytes()
                + payload.retainedBytes()
                + groupOfRow.retainedBytes()
                + matched.retainedBytes()
                + nullKeyRows.retainedBytes()
                + rowStringBytes()
                + sealedBytes(rows, keys.groupCount());
    }

    /** Forgets the rows and gives the memory back; {@link #anyRow} and {@link #anyNullKey} stay. */
    void clear() {
        keys.clear();
        payload.clear();
        groupOfRow.clear();
        firstOfGroup.clear();
        rowsInOrder.clear();
        matched.clear();
        nullKeyRows.clear();
        Arrays.fill(dictionaries, null);
        rowStrings = null;
        sealed = false;
        gatheredRows = 0;
        nullKeyRowCount = 0;
        rows = 0;
        unique = false;
    }
}
