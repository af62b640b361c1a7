package io.blink.formats.avro;

import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.formats.parquet.metadata.WriterCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.apache.avro.Schema;

/** What the writer of a file meant by the days and instants that it counted. Remembers the offset that it used last: of one reader, on one thread. */
public final class WrittenTimes {
    private static final String HIVE_PROLEPTIC = "writer.proleptic";
    private static final String LOCAL = "local-";
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final AvroConvention convention;
    private final ZoneRules zone;
    private final boolean oldDays;
    private long offsetFrom = Long.MAX_VALUE;
    private long offsetEnd = Long.MIN_VALUE;
    private long offset;

    private WrittenTimes(AvroConvention convention, ZoneId zone, boolean oldDays) {
        this.convention = convention;
        this.zone = zone.getRules();
        this.oldDays = oldDays;
    }

    /** Counts are days and local times as they are. */
    static WrittenTimes asCounted() {
        return new WrittenTimes(AvroConvention.FLINK, ZoneOffset.UTC, false);
    }

    /**
     * Those of a container file.
     *
     * @param properties of the file's header: Hive notes there its zone, and whether days before 1582-10-15 are Gregorian
     * @param sessionZone where it notes none, as Hive has it too
     */
    public static WrittenTimes of(AvroConvention convention, Map<String, String> properties, ZoneId sessionZone) {
        return convention == AvroConvention.FLINK
                ? asCounted()
                : new WrittenTimes(
                        convention,
                        WriterCalendar.zone(properties.get(WriterCalendar.HIVE_ZONE), sessionZone),
                        "false".equalsIgnoreCase(properties.get(HIVE_PROLEPTIC)));
    }

    /** What {@link #of} finds in a file whose times are counted as they are. */
    public static Map<String, String> properties(AvroConvention convention) {
        return convention == AvroConvention.FLINK
                ? Map.of()
                : Map.of(WriterCalendar.HIVE_ZONE, "UTC", HIVE_PROLEPTIC, "true");
    }

    TimeUnits unit(Schema schema, DataType type) {
        return TimeUnits.of(schema, convention == AvroConvention.HIVE ? 3 : type.precision());
    }

    /** From the microseconds that were counted with a schema to those that a column of the type has. */
    LongUnaryOperator meant(Schema schema, DataType type) {
        boolean local = schema.getLogicalType() != null
                && schema.getLogicalType().getName().startsWith(LOCAL);
        if (convention == AvroConvention.FLINK || local || type.kind() != TypeKind.TIMESTAMP) {
            return micros -> micros;
        }
        return oldDays ? micros -> gregorian(micros + offset(micros)) : micros -> micros + offset(micros);
    }

    int day(int day) {
        return oldDays ? (int) WriterCalendar.correctDay(day) : day;
    }

    private static long gregorian(long micros) {
        long day = Math.floorDiv(micros, CivilDate.MICROS_PER_DAY);
        return WriterCalendar.correctDay(day) * CivilDate.MICROS_PER_DAY
                + Math.floorMod(micros, CivilDate.MICROS_PER_DAY);
    }

    private long offset(long micros) {
        if (micros < offsetFrom || micros >= offsetEnd) {
            Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND));
            offset = zone.getOffset(instant).getTotalSeconds() * MICROS_PER_SECOND;
            ZoneOffsetTransition next = zone.nextTransition(instant);
            ZoneOffsetTransition previous = zone.previousTransition(instant.plusSeconds(1));
            offsetFrom = previous == null ? Long.MIN_VALUE : previous.toEpochSecond() * MICROS_PER_SECOND;
            offsetEnd = next == null ? Long.MAX_VALUE : next.toEpochSecond() * MICROS_PER_SECOND;
        }
        return offset;
    }
}
