package io.blink.state.table;

import io.blink.core.column.Column;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.ValueTable;
import java.util.Arrays;

/** A value table: its entries are addresses of hashed records. */
final class PagedValueTable implements ValueTable {
    private final HashedRecords records;

    PagedValueTable(HashedRecords records) {
        this.records = records;
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    private Column[] keys(Column[] keys) {
        return records.layout().stored(keys, records.layout().keys());
    }

    private Column[] stored(Column[] values) {
        return records.layout().stored(values, records.layout().values());
    }

    @Override
    public void find(Column[] keys, long[] hashes, int rows, int[] entries) {
        records.find(keys(keys), hashes, rows, entries);
    }

    @Override
    public int claim(Column[] keys, long[] hashes, int rows, int[] entries, boolean[] fresh) {
        return records.claim(keys(keys), hashes, rows, null, entries, fresh);
    }

    @Override
    public Column[] values(int[] entries, int rows) {
        return records.values(entries, rows);
    }

    @Override
    public void update(int[] entries, int rows, Column[] values) {
        records.update(Arrays.copyOf(entries, rows), rows, stored(values));
    }

    @Override
    public void put(Column[] keys, long[] hashes, int rows, Column[] values) {
        records.put(keys(keys), hashes, rows, stored(values));
    }

    @Override
    public int remove(Column[] keys, long[] hashes, int rows) {
        return records.remove(keys(keys), hashes, rows);
    }

    @Override
    public TableCursor scan() {
        return records.scan();
    }
}
