package io.blink.state.table;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.Timers;
import io.blink.state.record.OrderKey;
import io.blink.state.record.OrderKeyRows;
import io.blink.state.record.OrderKeys;
import java.util.Arrays;

/** Timers: ordered records whose order key is time, then key. */
final class PagedTimers implements Timers {
    private static final Column[] NO_VALUES = {};
    private static final byte[] NO_BYTES = {};

    private final OrderedRecords records;
    private final OrderKeys orderKeys;
    private final OrderKeyRows keyRows = new OrderKeyRows();
    private final OrderKey behind = new OrderKey();
    private final AddressList addresses = new AddressList();

    PagedTimers(OrderedRecords records) {
        this.records = records;
        this.orderKeys = records.orderKeys();
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    private void encode(long[] times, Column[] keys, int rows) {
        Column[] all = new Column[keys.length + 1];
        all[0] = new LongColumn(rows, times, null);
        for (int k = 0; k < keys.length; k++) {
            all[k + 1] = keys[k].flat();
        }
        orderKeys.encode(all, null, rows, keyRows);
    }

    @Override
    public void set(long[] times, Column[] keys, long[] hashes, int rows) {
        encode(times, keys, rows);
        records.put(keyRows, hashes, NO_VALUES);
    }

    @Override
    public void cancel(long[] times, Column[] keys, int rows) {
        encode(times, keys, rows);
        records.remove(keyRows);
    }

    @Override
    public long next() {
        addresses.clear();
        if (records.collect(null, null, null, false, 1, addresses) == 0) {
            return NONE;
        }
        records.read(addresses.array()[0], behind);
        return behind.group ^ Long.MIN_VALUE;
    }

    @Override
    public Due take(long until, int limit) {
        records.log().tidy(limit);
        addresses.clear();
        int count = records.collect(null, behind(until), null, false, limit, addresses);
        Column[] columns = orderKeys.decode(records.keys(addresses.array(), count));
        records.remove(addresses);
        return new Due(count, ((LongColumn) columns[0]).values(), Arrays.copyOfRange(columns, 1, columns.length));
    }

    /** Before every order key of a later time; {@code null}: behind all. */
    private OrderKey behind(long time) {
        if (time == Long.MAX_VALUE) {
            return null;
        }
        behind.set(time + 1 ^ Long.MIN_VALUE, 0, NO_BYTES, 0, 0);
        return behind;
    }
}
