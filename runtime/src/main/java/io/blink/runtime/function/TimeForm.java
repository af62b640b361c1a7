package io.blink.runtime.function;

import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The Java classes of times of day and points in time. Seconds count from midnight or from 1970. */
enum TimeForm {
    LOCAL_TIME(TypeKind.TIME, LocalTime.class),
    SQL_TIME(TypeKind.TIME, java.sql.Time.class),
    LOCAL_DATE_TIME(TypeKind.TIMESTAMP, LocalDateTime.class),
    SQL_TIMESTAMP(TypeKind.TIMESTAMP, Timestamp.class),
    INSTANT(TypeKind.TIMESTAMP_LTZ, Instant.class),
    OFFSET_DATE_TIME(TypeKind.TIMESTAMP_LTZ, OffsetDateTime.class),
    ZONED_DATE_TIME(TypeKind.TIMESTAMP_LTZ, ZonedDateTime.class);

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final TypeKind kind;
    private final Class<?> javaClass;

    TimeForm(TypeKind kind, Class<?> javaClass) {
        this.kind = kind;
        this.javaClass = javaClass;
    }

    /** @param wanted {@link Object}: the first of the type */
    static TimeForm of(DataType type, Class<?> wanted) {
        for (TimeForm form : values()) {
            if (form.kind == type.kind() && (wanted == Object.class || form.javaClass == wanted)) {
                return form;
            }
        }
        throw JavaClasses.mismatch(type, wanted);
    }

    Object read(long micros, int nanosOfMicro) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        int nano = (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000 + nanosOfMicro;
        return switch (this) {
            case LOCAL_TIME -> LocalTime.ofSecondOfDay(second).withNano(nano);
            case SQL_TIME -> java.sql.Time.valueOf(LocalTime.ofSecondOfDay(second));
            case LOCAL_DATE_TIME -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
            case SQL_TIMESTAMP -> Timestamp.valueOf(LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC));
            case INSTANT -> Instant.ofEpochSecond(second, nano);
            case OFFSET_DATE_TIME -> Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.UTC);
            case ZONED_DATE_TIME -> Instant.ofEpochSecond(second, nano).atZone(ZoneOffset.UTC);
        };
    }

    long second(Object value) {
        return switch (this) {
            case LOCAL_TIME -> ((LocalTime) value).toSecondOfDay();
            case SQL_TIME -> ((java.sql.Time) value).toLocalTime().toSecondOfDay();
            case LOCAL_DATE_TIME -> ((LocalDateTime) value).toEpochSecond(ZoneOffset.UTC);
            case SQL_TIMESTAMP -> ((Timestamp) value).toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
            case INSTANT -> ((Instant) value).getEpochSecond();
            case OFFSET_DATE_TIME -> ((OffsetDateTime) value).toEpochSecond();
            case ZONED_DATE_TIME -> ((ZonedDateTime) value).toEpochSecond();
        };
    }

    int nanoOfSecond(Object value) {
        return switch (this) {
            case LOCAL_TIME -> ((LocalTime) value).getNano();
            case SQL_TIME -> 0;
            case LOCAL_DATE_TIME -> ((LocalDateTime) value).getNano();
            case SQL_TIMESTAMP -> ((Timestamp) value).getNanos();
            case INSTANT -> ((Instant) value).getNano();
            case OFFSET_DATE_TIME -> ((OffsetDateTime) value).getNano();
            case ZONED_DATE_TIME -> ((ZonedDateTime) value).getNano();
        };
    }
}
