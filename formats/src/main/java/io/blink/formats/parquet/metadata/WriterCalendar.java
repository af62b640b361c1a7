package io.blink.formats.parquet.metadata;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;

/**
 * Zone and calendar of a file's writer, as its footer tells. Spark before 3.0 (INT96: 3.1), later ones in their legacy mode and Hive count days before 1582-10-15 by the
 * Julian calendar, and old instants by the offsets of java.util; such values are brought to the days and local times that the writer meant.
 *
 * @param zone in which instants are shown as TIMESTAMP: the writer's if the file names it, else the session's
 * @param oldDays whether DATE and integer timestamps are Julian
 * @param oldInt96 whether INT96 timestamps are
 * @param oldZone the zone by whose offsets the writer made instants of local times
 */
public record WriterCalendar(ZoneId zone, boolean oldDays, boolean oldInt96, ZoneId oldZone) {
    /** The property of a file in which Hive notes its zone. */
    public static final String HIVE_ZONE = "writer.time.zone";

    private static final String HIVE_PROLEPTIC = "writer.date.proleptic";
    private static final String SPARK_VERSION = "org.apache.spark.version";
    private static final String SPARK_ZONE = "org.apache.spark.timeZone";
    private static final String SPARK_OLD_DAYS = "org.apache.spark.legacyDateTime";
    private static final String SPARK_OLD_INT96 = "org.apache.spark.legacyINT96";

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    /** 1582-10-15, from which on both calendars are the same. */
    private static final long FIRST_GREGORIAN_DAY = LocalDate.of(1582, 10, 15).toEpochDay();
    /** From here on the offsets of java.util and java.time are the same. */
    private static final long FIRST_COMMON_MICROS =
            LocalDate.of(1900, 1, 1).toEpochDay() * MICROS_PER_DAY + MICROS_PER_DAY;

    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

    public static WriterCalendar of(Map<String, String> properties, ZoneId sessionZone) {
        String spark = properties.getOrDefault(SPARK_VERSION, "9");
        boolean oldHive = "false".equalsIgnoreCase(properties.get(HIVE_PROLEPTIC));
        return new WriterCalendar(
                zone(properties.get(HIVE_ZONE), sessionZone),
                oldHive || properties.containsKey(SPARK_OLD_DAYS) || spark.matches("[12]\\..*"),
                properties.containsKey(SPARK_OLD_INT96) || spark.matches("[12]\\..*|3\\.0.*"),
                zone(properties.get(SPARK_ZONE), sessionZone));
    }

    /** The zone of that name, or the other where there is none or it is not known. */
    public static ZoneId zone(String name, ZoneId otherwise) {
        try {
            return name == null ? otherwise : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return otherwise;
        }
    }

    /** Whether values may mean something else than they say, so that statistics must not be compared with them. */
    public boolean isOld() {
        return oldDays || oldInt96;
    }

    public void correctDays(int[] days, int count) {
        for (int i = 0; i < count; i++) {
            days[i] = (int) correctDay(days[i]);
        }
    }

    /** The day with the same year, month and day of month; one that is no day of our calendar (1500-02-29) becomes the next. */
    public static long correctDay(long day) {
        if (day >= FIRST_GREGORIAN_DAY) {
            return day;
        }
        // Richards' algorithm for the Julian calendar, with March as the first month of a year.
        long c = day + JULIAN_DAY_OF_EPOCH + 32_082;
        long d = Math.floorDiv(4 * c + 3, 1461L);
        long e = c - Math.floorDiv(1461 * d, 4L);
        long m = (5 * e + 2) / 153;
        long dayOfMonth = e - (153 * m + 2) / 5 + 1;
        int month = (int) (m + 3 - 12 * (m / 10));
        int year = (int) (d - 4800 + m / 10);
        return LocalDate.of(year, month, 1).toEpochDay() + dayOfMonth - 1;
    }

    /** Instants as the writer should have written them. */
    public void correctInstants(long[] micros, int count) {
        TimeZone legacy = TimeZone.getTimeZone(oldZone);
        for (int i = 0; i < count; i++) {
            if (micros[i] < FIRST_COMMON_MICROS) {
                long local = micros[i] + legacy.getOffset(Math.floorDiv(micros[i], 1000L)) * 1000L;
                long meant = correctLocal(local);
                micros[i] = meant - offsetMicros(meant);
            }
        }
    }

    /** Local times as the writer should have written them. */
    public void correctLocals(long[] micros, int count) {
        for (int i = 0; i < count; i++) {
            micros[i] = correctLocal(micros[i]);
        }
    }

    private static long correctLocal(long micros) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        return correctDay(day) * MICROS_PER_DAY + Math.floorMod(micros, MICROS_PER_DAY);
    }

    private long offsetMicros(long localMicros) {
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(Math.floorDiv(localMicros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
        return local.atZone(oldZone).getOffset().getTotalSeconds() * MICROS_PER_SECOND;
    }
}
