package io.blink.formats.record;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Dates and times from text: {@code yyyy-MM-dd}, {@code HH:mm[:ss[.fraction]]}, and both with a blank or {@code T} between; then, in a timestamp, perhaps {@code Z}
 * or an offset such as {@code +02:00}. A TIMESTAMP keeps the time as it is written. Digits beyond the type's are cut off. One thread.
 */
final class TemporalText implements TextValue {
    private static final int NANO_DIGITS = 9;
    private static final int DATE_LENGTH = 10;

    private final DataType type;
    private final ZoneId zone;
    /** Of one fraction digit less than the type has, in nanoseconds. */
    private final int unitNanos;

    private byte[] bytes;
    private int at;
    private int end;

    TemporalText(DataType type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
        int unit = 1;
        for (int digits = type.precision(); digits < NANO_DIGITS; digits++) {
            unit *= 10;
        }
        this.unitNanos = unit;
    }

    @Override
    public void parse(byte[] source, int from, int to, ColumnBuilder target) throws MalformedRecord {
        bytes = source;
        at = from;
        end = to;
        switch (type.kind()) {
            case DATE -> {
                long days = date();
                finish(from);
                ((IntColumnBuilder) target).append((int) days);
            }
            case TIME -> {
                long nanos = nanosOfDay();
                finish(from);
                append(0, nanos, target);
            }
            default -> timestamp(from, target);
        }
    }

    private void timestamp(int from, ColumnBuilder target) throws MalformedRecord {
        long days = date();
        long nanos = 0;
        if (at < end) {
            if (bytes[at] != ' ' && bytes[at] != 'T') {
                throw malformed(from);
            }
            at++;
            nanos = nanosOfDay();
        }
        boolean local = type.kind() == io.blink.core.type.TypeKind.TIMESTAMP;
        long seconds = days * 86_400 + nanos / 1_000_000_000L;
        int offset = at == end ? (local ? 0 : offsetOfZone(seconds)) : writtenOffset(from);
        finish(from);
        append(seconds - (local ? 0 : offset), nanos % 1_000_000_000L, target);
    }

    private int offsetOfZone(long localSeconds) {
        if (zone.getRules().isFixedOffset()) {
            return zone.getRules().getOffset(java.time.Instant.EPOCH).getTotalSeconds();
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
        return local.atZone(zone).getOffset().getTotalSeconds();
    }

    private int writtenOffset(int from) throws MalformedRecord {
        byte sign = bytes[at++];
        if (sign == 'Z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            throw malformed(from);
        }
        int seconds = digits(2) * 3600;
        if (at < end) {
            at += bytes[at] == ':' ? 1 : 0;
            seconds += digits(2) * 60;
        }
        return sign == '-' ? -seconds : seconds;
    }

    private void append(long seconds, long nanos, ColumnBuilder target) {
        long kept = nanos - nanos % unitNanos;
        long micros = seconds * 1_000_000L + kept / 1000;
        if (target instanceof TimestampColumnBuilder timestamps) {
            timestamps.append(micros, (int) (kept % 1000));
        } else {
            ((LongColumnBuilder) target).append(micros);
        }
    }

    private long date() throws MalformedRecord {
        int from = at;
        int year = digits(4);
        separator('-', from);
        int month = digits(2);
        separator('-', from);
        int day = digits(2);
        if (month < 1 || month > 12 || day < 1 || day > CivilDate.daysInMonth(year, month)) {
            throw malformed(from);
        }
        return CivilDate.toDays(year, month, day);
    }

    private long nanosOfDay() throws MalformedRecord {
        int from = at;
        int hour = digits(2);
        separator(':', from);
        int minute = digits(2);
        int second = 0;
        long nanos = 0;
        if (at < end && bytes[at] == ':') {
            at++;
            second = digits(2);
            nanos = at < end && bytes[at] == '.' ? fraction() : 0;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw malformed(from);
        }
        return ((hour * 60L + minute) * 60 + second) * 1_000_000_000L + nanos;
    }

    private long fraction() throws MalformedRecord {
        at++;
        int from = at;
        long nanos = 0;
        int digits = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            if (digits < NANO_DIGITS) {
                nanos = nanos * 10 + bytes[at] - '0';
                digits++;
            }
        }
        if (at == from) {
            throw malformed(from);
        }
        for (; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int digits(int count) throws MalformedRecord {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = at < end ? bytes[at] - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw malformed(at - i);
            }
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    private void separator(char expected, int from) throws MalformedRecord {
        if (at == end || bytes[at] != expected) {
            throw malformed(from);
        }
        at++;
    }

    private void finish(int from) throws MalformedRecord {
        if (at < end) {
            throw malformed(from);
        }
    }

    private MalformedRecord malformed(int from) {
        int length = Math.min(end - from, 4 * DATE_LENGTH);
        return new MalformedRecord(
                "'" + new String(bytes, from, length, StandardCharsets.UTF_8) + "' is no " + type.withNullable(true));
    }
}
