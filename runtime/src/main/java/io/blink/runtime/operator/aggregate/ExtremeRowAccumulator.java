package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.comparison.ValueOrder;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/**
 * MIN_BY and MAX_BY: the value that stands beside the least or greatest key. A better row is appended and the one before it left behind; when most rows
 * are such, the others move together.
 */
final class ExtremeRowAccumulator implements Accumulator {
    private static final int ROWS_MIN = 8192;

    private final DataType valueType;
    private final DataType keyType;
    private final boolean greatest;
    private ColumnStore values;
    private ColumnStore keys;
    /** Row of the group's best plus one; 0: none yet. */
    private final LongChunks rowOfGroup = new LongChunks();

    private int groupCount;
    private int bestCount;
    private int[] best = new int[0];

    ExtremeRowAccumulator(DataType valueType, DataType keyType, boolean greatest) {
        this.valueType = valueType;
        this.keyType = keyType;
        this.greatest = greatest;
        this.values = ColumnStore.of(valueType);
        this.keys = ColumnStore.of(keyType);
    }

    /** A NULL value counts where its key does. */
    @Override
    public boolean takesNulls() {
        return true;
    }

    @Override
    public void ensure(int groups) {
        rowOfGroup.ensure(groups);
        groupCount = Math.max(groupCount, groups);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        Column value = arguments.get(0);
        Column key = arguments.get(1);
        if (best.length < rows) {
            best = new int[rows];
        }
        // The rows of this batch that are better than all before them; a group's last one wins.
        int first = values.size();
        Column known = keys.gather(bestRows(groups, rows), 0, rows);
        bestCount = 0;
        for (int i = 0; i < rows; i++) {
            if (!key.isNull(i) && isBetter(groups[i], key, i, known, first)) {
                best[bestCount++] = i;
                rowOfGroup.set(groups[i], first + bestCount);
            }
        }
        values.append(value, best, 0, bestCount);
        keys.append(key, best, 0, bestCount);
        if (values.size() > ROWS_MIN && values.size() > 2L * groupCount) {
            compact();
        }
    }

    private int[] bestRows(int[] groups, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) rowOfGroup.get(groups[i]) - 1;
        }
        return rows;
    }

    /** @param known the key at each position that was the best of its group before the batch */
    private boolean isBetter(int group, Column key, int position, Column known, int first) {
        int row = (int) rowOfGroup.get(group) - 1;
        if (row < 0) {
            return true;
        }
        int order = row >= first
                ? ValueOrder.compare(key, position, key, best[row - first])
                : ValueOrder.compare(key, position, known, position);
        return greatest ? order > 0 : order < 0;
    }

    private void compact() {
        int[] kept = new int[groupCount];
        int count = 0;
        for (int group = 0; group < groupCount; group++) {
            long row = rowOfGroup.get(group);
            if (row > 0) {
                kept[count] = (int) row - 1;
                rowOfGroup.set(group, ++count);
            }
        }
        values = moved(values, valueType, kept, count);
        keys = moved(keys, keyType, kept, count);
    }

    private static ColumnStore moved(ColumnStore from, DataType type, int[] rows, int count) {
        ColumnStore to = ColumnStore.of(type);
        for (int at = 0; at < count; at += ROWS_MIN) {
            int length = Math.min(ROWS_MIN, count - at);
            to.append(from.gather(rows, at, length), null, 0, length);
        }
        return to;
    }

    @Override
    public List<Column> partial(int from, int count) {
        int[] rows = rows(from, count);
        return List.of(values.gather(rows, 0, count), keys.gather(rows, 0, count));
    }

    @Override
    public Column result(int from, int count) {
        return values.gather(rows(from, count), 0, count);
    }

    private int[] rows(int from, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) rowOfGroup.get(from + i) - 1;
        }
        return rows;
    }

    @Override
    public long bytesToAdd(int groups, List<Column> arguments) {
        Column value = arguments.get(0);
        Column key = arguments.get(1);
        return rowOfGroup.bytesToEnsure(groups)
                + values.bytesToAppend(value, value.size())
                + keys.bytesToAppend(key, key.size());
    }

    @Override
    public long retainedBytes() {
        return rowOfGroup.retainedBytes() + values.retainedBytes() + keys.retainedBytes();
    }

    @Override
    public void clear() {
        groupCount = 0;
        rowOfGroup.clear();
        values.clear();
        keys.clear();
    }
}
