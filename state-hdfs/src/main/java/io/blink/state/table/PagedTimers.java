package io.blink.state.table;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.Timers;
import java.util.Arrays;

/** Timers: ordered records whose order key is time, then key. */
final class PagedTimers implements Timers {
    private static final Column[] NO_VALUES = {};

    private final OrderedRecords records;
    private final OrderKeys orderKeys;
    private final int[] first = new int[1];

    PagedTimers(OrderedRecords records, OrderKeys orderKeys) {
        this.records = records;
        this.orderKeys = orderKeys;
    }

    @Override
    public long size() {
        return records.log().liveRecords();
    }

    private BytesColumn encode(long[] times, Column[] keys, int rows) {
        Column[] all = new Column[keys.length + 1];
        all[0] = new LongColumn(rows, times, null);
        for (int k = 0; k < keys.length; k++) {
            all[k + 1] = keys[k].flat();
        }
        return orderKeys.encode(all, rows);
    }

    @Override
    public void set(long[] times, Column[] keys, long[] hashes, int rows) {
        records.put(encode(times, keys, rows), hashes, rows, NO_VALUES);
    }

    @Override
    public void cancel(long[] times, Column[] keys, int rows) {
        records.remove(encode(times, keys, rows), rows);
    }

    @Override
    public long next() {
        return records.collect(null, null, false, first) == 0
                ? NONE
                : ((LongColumn) orderKeys.decode(records.keys(first, 1))[0]).values()[0];
    }

    @Override
    public Due take(long until, int limit) {
        records.log().tidy(limit);
        int[] addresses = new int[(int) Math.min(limit, Math.max(1, size()))];
        int count = records.collect(null, behind(until), false, addresses);
        Column[] columns = orderKeys.decode(records.keys(addresses, count));
        records.remove(addresses, count);
        return new Due(count, ((LongColumn) columns[0]).values(), Arrays.copyOfRange(columns, 1, columns.length));
    }

    /** Behind every order key of a time; {@code null}: behind all. */
    private static byte[] behind(long time) {
        if (time == Long.MAX_VALUE) {
            return null;
        }
        OrderKeyBuffer buffer = new OrderKeyBuffer();
        buffer.putLong(time + 1 ^ Long.MIN_VALUE);
        return buffer.toByteArray();
    }
}
