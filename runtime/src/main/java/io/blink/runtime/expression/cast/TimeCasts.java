package io.blink.runtime.expression.cast;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.time.TimestampArgument;
import io.blink.runtime.expression.time.TimestampResult;
import io.blink.runtime.expression.time.ZoneOffsets;
import java.time.ZoneId;

/** Conversions between DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ; the last shows the clock of the session's zone. Excess digits are cut. */
final class TimeCasts {
    private final DataType from;
    private final DataType to;
    private final ZoneOffsets zone;

    TimeCasts(DataType from, DataType to, ZoneId timeZone) {
        this.from = from;
        this.to = to;
        this.zone = new ZoneOffsets(timeZone);
    }

    /** Whether there is a conversion between types that are neither numbers nor strings. */
    static boolean takes(TypeKind from, TypeKind to) {
        return switch (from) {
            case DATE -> to == TypeKind.TIMESTAMP || to == TypeKind.TIMESTAMP_LTZ || to == TypeKind.DATE;
            case TIME -> to == TypeKind.TIME;
            case TIMESTAMP, TIMESTAMP_LTZ ->
                to == TypeKind.DATE || to == TypeKind.TIME || to == TypeKind.TIMESTAMP || to == TypeKind.TIMESTAMP_LTZ;
            default -> false;
        };
    }

    Column convert(Column column, int rows, CastFailures failures) {
        if (from.kind() == TypeKind.DATE) {
            return to.kind() == TypeKind.DATE ? column : fromDates((IntColumn) column, rows, failures);
        }
        TimestampArgument values = TimestampArgument.of(column);
        if (to.kind() == TypeKind.DATE) {
            return toDates(values, rows, failures);
        }
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (failures.isNull(i)) {
                continue;
            }
            long micros = to.kind() == TypeKind.TIME && from.kind() != TypeKind.TIME
                    ? Math.floorMod(clock(values.micros(i)), CivilDate.MICROS_PER_DAY)
                    : converted(values.micros(i));
            result.put(i, micros, values.nanos(i));
        }
        return result.column(failures.nulls());
    }

    private Column fromDates(IntColumn dates, int rows, CastFailures failures) {
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!failures.isNull(i)) {
                long midnight = dates.get(i) * CivilDate.MICROS_PER_DAY;
                result.put(i, to.kind() == TypeKind.TIMESTAMP ? midnight : zone.toInstant(midnight), 0);
            }
        }
        return result.column(failures.nulls());
    }

    private Column toDates(TimestampArgument values, int rows, CastFailures failures) {
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (!failures.isNull(i)) {
                result[i] = (int) Math.floorDiv(clock(values.micros(i)), CivilDate.MICROS_PER_DAY);
            }
        }
        return new IntColumn(rows, result, failures.nulls());
    }

    private long clock(long micros) {
        return from.kind() == TypeKind.TIMESTAMP_LTZ ? zone.toLocal(micros) : micros;
    }

    private long converted(long micros) {
        if (from.kind() == to.kind()) {
            return micros;
        }
        return from.kind() == TypeKind.TIMESTAMP_LTZ ? zone.toLocal(micros) : zone.toInstant(micros);
    }
}
