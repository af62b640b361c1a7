package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;

/** Dates and timestamps as they read on a clock: days, or microseconds, since 1970-01-01T00:00:00; TIMESTAMP_LTZ in the session's zone. */
final class ClockValues {
    private final DataType type;
    private final ZoneOffsets zone;

    ClockValues(DataType type, ZoneOffsets zone) {
        this.type = type;
        this.zone = zone;
    }

    static boolean takes(DataType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
            default -> false;
        };
    }

    long[] micros(Column flat, int rows) {
        if (flat instanceof IntColumn dates) {
            long[] micros = new long[rows];
            for (int i = 0; i < rows; i++) {
                micros[i] = dates.values()[i] * CivilDate.MICROS_PER_DAY;
            }
            return micros;
        }
        long[] micros = TimestampArgument.of(flat).micros();
        if (type.kind() != TypeKind.TIMESTAMP_LTZ) {
            return micros;
        }
        long[] local = new long[rows];
        for (int i = 0; i < rows; i++) {
            local[i] = flat.isNull(i) ? 0 : zone.toLocal(micros[i]);
        }
        return local;
    }

    long[] days(Column flat, int rows) {
        long[] days = new long[rows];
        if (flat instanceof IntColumn dates) {
            for (int i = 0; i < rows; i++) {
                days[i] = dates.values()[i];
            }
            return days;
        }
        long[] micros = micros(flat, rows);
        for (int i = 0; i < rows; i++) {
            days[i] = Math.floorDiv(micros[i], CivilDate.MICROS_PER_DAY);
        }
        return days;
    }

    /** Nanoseconds of the microsecond, {@code null} if there are none. */
    static int[] nanos(Column flat) {
        return flat instanceof IntColumn ? null : TimestampArgument.of(flat).nanos();
    }
}
