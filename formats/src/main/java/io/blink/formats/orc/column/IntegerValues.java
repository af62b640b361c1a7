package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.type.PhysicalType;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;
import org.apache.hadoop.hive.common.type.CalendarUtils;

/** Whole numbers and days. @param oldDays whether they are days that the old calendar may count */
record IntegerValues(LongRuns numbers, PhysicalType type, boolean oldDays) implements Values {
    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        if (type == PhysicalType.LONG) {
            long[] values = new long[rows];
            numbers.read(values, 0, present);
            if (nulls != null) {
                Spread.spread(values, present, nulls, rows);
            }
            return new LongColumn(rows, values, nulls);
        }
        int[] values = new int[rows];
        numbers.read(values, 0, present);
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        if (oldDays) {
            newDays(values);
        }
        return type == PhysicalType.INT ? new IntColumn(rows, values, nulls) : shorts(values, nulls);
    }

    private static Column shorts(int[] values, boolean[] nulls) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return new ShortColumn(values.length, shorts, nulls);
    }

    private static void newDays(int[] days) {
        for (int i = 0; i < days.length; i++) {
            if (days[i] < CalendarUtils.SWITCHOVER_DAYS) {
                days[i] = CalendarUtils.convertDateToProleptic(days[i]);
            }
        }
    }

    @Override
    public void skip(long present) throws IOException {
        numbers.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        numbers.seek(positions);
    }
}
