package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;

/** Copies the values of one column at given rows, page by page. The value at the last row is kept, so that asking for it again needs no page. */
public final class PageGather {
    /** Instead of a row: NULL. */
    public static final long NULL = -1;

    /** Instead of a row: the value of the default column at the asking row. */
    public static final long DEFAULT = -2;

    private final DataType type;
    private final int column;
    private final Pages pages;
    private ColumnStore collected;
    private int[] index = new int[0];
    private int[] positions = new int[0];
    private int next;
    private long keptRow = NULL;
    private Column keptValue;

    public PageGather(DataType type, int column, Pages pages) {
        this.type = type;
        this.column = column;
        this.pages = pages;
    }

    public void begin(int count) {
        if (index.length < count) {
            index = new int[count];
            positions = new int[count];
        }
        next = 0;
        collected = ColumnStore.of(type);
        if (keptValue != null) {
            collected.append(keptValue, null, 0, 1);
        }
    }

    /** @param targets rows, {@link #NULL} or {@link #DEFAULT} */
    public Progress advance(long[] targets, int count) {
        while (next < count) {
            long target = targets[next];
            if (target < 0) {
                index[next++] = -1;
            } else if (target == keptRow) {
                index[next++] = 0;
            } else {
                Page page = pages.of(target);
                Batch batch = pages.acquire(page);
                if (batch == null) {
                    return Progress.NEEDS_PAGE;
                }
                collect(page, batch, targets, count);
            }
        }
        return Progress.DONE;
    }

    private void collect(Page page, Batch batch, long[] targets, int count) {
        int size = collected.size();
        int taken = 0;
        boolean consecutive = true;
        while (next < count && (targets[next] < 0 || page.has(targets[next]))) {
            if (targets[next] < 0) {
                index[next++] = -1;
                continue;
            }
            positions[taken] = (int) (targets[next] - page.firstRow());
            consecutive &= positions[taken] == positions[0] + taken;
            index[next++] = size + taken++;
        }
        collected.append(batch.column(column), consecutive ? null : positions, consecutive ? positions[0] : 0, taken);
    }

    /** The values, when {@link #advance} is done. @param defaults of the asking rows; may be {@code null} if none asks */
    public Column result(long[] targets, int count, Column defaults) {
        keepLast(targets, count);
        if (defaults != null) {
            addDefaults(targets, count, defaults);
        }
        Column result = collected.gather(index, 0, count);
        collected = null;
        return result;
    }

    private void keepLast(long[] targets, int count) {
        for (int i = count - 1; i >= 0; i--) {
            if (targets[i] >= 0) {
                keptRow = targets[i];
                keptValue = collected.gather(index, i, 1);
                return;
            }
        }
    }

    private void addDefaults(long[] targets, int count, Column defaults) {
        int size = collected.size();
        int taken = 0;
        for (int i = 0; i < count; i++) {
            if (targets[i] == DEFAULT) {
                positions[taken] = i;
                index[i] = size + taken++;
            }
        }
        collected.append(defaults, positions, 0, taken);
    }

    /** The row whose value is kept; {@link #NULL} if none is. */
    public long keptRow() {
        return keptRow;
    }
}
