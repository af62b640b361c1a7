package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.PhysicalType;
import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.TimeZone;
import org.apache.hadoop.hive.common.type.CalendarUtils;

/** Timestamps: seconds from 2015 on, in the writer's zone, and nanoseconds, whose trailing zeros are counted in their lowest three bits. */
final class TimestampValues implements Values {
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static final LocalDateTime BASE = LocalDateTime.of(2015, 1, 1, 0, 0);
    private static final int NANOS_A_MILLI = 1_000_000;

    private final LongRuns seconds;
    private final LongRuns nanos;
    private final PhysicalType type;
    private final TimeZone writerZone;
    private final boolean oldCalendar;
    private final long baseSeconds;
    private long[] stored = new long[0];

    TimestampValues(LongRuns seconds, LongRuns nanos, PhysicalType type, TimeZone writerZone, boolean oldCalendar) {
        this.seconds = seconds;
        this.nanos = nanos;
        this.type = type;
        this.writerZone = writerZone.hasSameRules(UTC) ? UTC : writerZone;
        this.oldCalendar = oldCalendar;
        this.baseSeconds = BASE.atZone(this.writerZone.toZoneId()).toEpochSecond();
    }

    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        long[] micros = new long[rows];
        int[] fractions = new int[rows];
        seconds.read(micros, 0, present);
        stored = stored.length < present ? new long[present] : stored;
        nanos.read(stored, 0, present);
        int anyNanos = 0;
        for (int i = 0; i < present; i++) {
            int fraction = fraction(stored[i]);
            long millis = Math.addExact(baseSeconds, micros[i]) * 1000 + fraction / NANOS_A_MILLI;
            // The writer rounds seconds before 1970 towards it.
            if (millis < 0 && fraction >= NANOS_A_MILLI) {
                millis -= 1000;
            }
            micros[i] = Math.floorDiv(moved(millis), 1000L) * 1_000_000L + fraction / 1000;
            fractions[i] = fraction % 1000;
            anyNanos |= fractions[i];
        }
        if (nulls != null) {
            Spread.spread(micros, present, nulls, rows);
            Spread.spread(fractions, present, nulls, rows);
        }
        return type == PhysicalType.LONG
                ? new LongColumn(rows, micros, nulls)
                : new TimestampColumn(rows, micros, anyNanos == 0 ? null : fractions, nulls);
    }

    private static int fraction(long stored) {
        int zeros = (int) stored & 7;
        int fraction = (int) (stored >>> 3);
        for (int i = 0; zeros != 0 && i <= zeros; i++) {
            fraction *= 10;
        }
        return fraction;
    }

    private long moved(long millis) {
        long local = writerZone == UTC ? millis : millis + writerZone.getOffset(millis);
        return oldCalendar && local < CalendarUtils.SWITCHOVER_MILLIS
                ? CalendarUtils.convertTimeToProleptic(local)
                : local;
    }

    @Override
    public void skip(long present) throws IOException {
        seconds.skip(present);
        nanos.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        seconds.seek(positions);
        nanos.seek(positions);
    }
}
