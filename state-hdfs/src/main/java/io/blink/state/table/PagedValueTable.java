package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.ValueTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A value table: its entries are addresses of hashed records. */
final class PagedValueTable implements ValueTable {
    private final HashedRecords records;
    private final int subkeys;

    /** @param subkeys how many of the key columns the hash does not cover; if any, the records have the hash of these as a last key field */
    PagedValueTable(HashedRecords records, int subkeys) {
        this.records = records;
        this.subkeys = subkeys;
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    private Column[] keys(Column[] keys, int rows) {
        Column[] stored = records.layout().stored(keys, records.layout().keys());
        if (subkeys == 0) {
            return stored;
        }
        int[] subkeyColumns =
                IntStream.range(keys.length - subkeys, keys.length).toArray();
        long[] discriminators = new long[rows];
        ColumnHash.ofKeys(new Batch(rows, Arrays.asList(stored)), subkeyColumns, discriminators);
        Column[] all = Arrays.copyOf(stored, keys.length + 1);
        all[keys.length] = new LongColumn(rows, discriminators, null);
        return all;
    }

    private Column[] stored(Column[] values) {
        return records.layout().stored(values, records.layout().values());
    }

    @Override
    public void find(Column[] keys, long[] hashes, int rows, int[] entries) {
        records.find(keys(keys, rows), hashes, rows, entries);
    }

    @Override
    public int claim(Column[] keys, long[] hashes, int rows, int[] entries, boolean[] fresh) {
        return records.claim(keys(keys, rows), hashes, rows, null, entries, fresh);
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
    public boolean add(int[] entries, int rows, int column, long[] addends) {
        return records.add(entries, rows, column, addends);
    }

    @Override
    public void add(int[] entries, int rows, int column, double[] addends) {
        records.add(entries, rows, column, addends);
    }

    @Override
    public void extreme(int[] entries, int rows, int column, long[] candidates, boolean greatest) {
        records.extreme(entries, rows, column, candidates, greatest);
    }

    @Override
    public void put(Column[] keys, long[] hashes, int rows, Column[] values) {
        records.put(keys(keys, rows), hashes, rows, stored(values));
    }

    @Override
    public int remove(Column[] keys, long[] hashes, int rows) {
        return records.remove(keys(keys, rows), hashes, rows);
    }

    @Override
    public TableCursor scan() {
        return records.scan();
    }
}
