package io.blink.formats.avro;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.formats.record.MalformedRecord;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.apache.avro.Schema;

/** The units in which Avro counts time. */
enum TimeUnits {
    MILLIS(1_000, 1),
    MICROS(1, 1),
    NANOS(1, 1_000);

    /** Reads a count. */
    @FunctionalInterface
    interface Count {
        long read(AvroInput in) throws MalformedRecord;
    }

    private static final int MICRO_DIGITS = 6;
    private static final int NANO_DIGITS = 9;

    private final long micros;
    private final int perMicro;

    TimeUnits(long micros, int perMicro) {
        this.micros = micros;
        this.perMicro = perMicro;
    }

    /** The unit that a schema's logical type names; without one that of a type with so many digits. */
    static TimeUnits of(Schema schema, int precision) {
        if (schema.getLogicalType() != null) {
            String name = schema.getLogicalType().getName();
            for (TimeUnits unit : values()) {
                if (name.endsWith("-" + unit.name().toLowerCase(Locale.ROOT))) {
                    return unit;
                }
            }
        }
        return of(precision);
    }

    static TimeUnits of(int precision) {
        return precision <= 3 ? MILLIS : precision <= MICRO_DIGITS ? MICROS : NANOS;
    }

    /** Reads values into columns of a TIME or TIMESTAMP; digits that the type does not have are cut off. @param meant from the microseconds that were counted to the column's */
    AvroValue reader(DataType type, Count count, LongUnaryOperator meant) {
        Count checked = type.kind() == TypeKind.TIME ? in -> withinDay(count.read(in)) : count;
        long step = step(MICRO_DIGITS - type.precision());
        if (type.physicalType() == PhysicalType.LONG) {
            return (in, target) -> {
                long value = meant.applyAsLong(micros(checked.read(in)));
                ((LongColumnBuilder) target).append(value - Math.floorMod(value, step));
            };
        }
        int nanoStep = (int) step(NANO_DIGITS - type.precision());
        return (in, target) -> append(checked.read(in), meant, nanoStep, target);
    }

    private long withinDay(long value) throws MalformedRecord {
        if (value < 0 || micros(value) >= CivilDate.MICROS_PER_DAY) {
            throw new MalformedRecord(value + " " + name().toLowerCase(Locale.ROOT) + " are no time of a day");
        }
        return value;
    }

    private static long step(int digits) {
        long step = 1;
        for (int i = 0; i < digits; i++) {
            step *= 10;
        }
        return step;
    }

    private void append(long value, LongUnaryOperator meant, int nanoStep, ColumnBuilder target)
            throws MalformedRecord {
        int nanos = perMicro == 1 ? 0 : Math.floorMod(value, perMicro);
        ((TimestampColumnBuilder) target).append(meant.applyAsLong(micros(value)), nanos - nanos % nanoStep);
    }

    private long micros(long value) throws MalformedRecord {
        if (this != MILLIS) {
            return Math.floorDiv(value, perMicro);
        }
        long result = value * micros;
        if (Math.multiplyHigh(value, micros) != result >> (Long.SIZE - 1)) {
            throw new MalformedRecord(value + " milliseconds are beyond all timestamps");
        }
        return result;
    }

    /** A value's count; of nanoseconds only some 292 years to each side of 1970 can be written. */
    long count(long microsecond, int nanosOfMicro) {
        return switch (this) {
            case MILLIS -> Math.floorDiv(microsecond, MILLIS.micros);
            case MICROS -> microsecond;
            case NANOS -> Math.addExact(Math.multiplyExact(microsecond, NANOS.perMicro), nanosOfMicro);
        };
    }
}
