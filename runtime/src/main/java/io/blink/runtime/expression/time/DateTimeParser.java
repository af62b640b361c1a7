package io.blink.runtime.expression.time;

import io.blink.core.time.CivilDate;

/**
 * Reads dates, times and timestamps in SQL's form from bytes: {@code [-]y-M-d}, {@code H:m[:s[.fraction]]}, both with a blank or a {@code T} between,
 * and an offset ({@code Z}, {@code +02:00}) where asked for. Surrounding blanks do not count; digits beyond nanoseconds are cut. Scratch of one kernel.
 */
public final class DateTimeParser {
    private static final int NANO_DIGITS = 9;
    private static final int YEAR_MAX = 294_000;

    private byte[] bytes;
    private int position;
    private int end;
    private int number;

    private long days;
    private long microsOfDay;
    private int nanosOfMicro;
    private boolean hasOffset;
    private long offsetMicros;

    /** Days since 1970-01-01 of what was read. */
    public long days() {
        return days;
    }

    public long microsOfDay() {
        return microsOfDay;
    }

    public int nanosOfMicro() {
        return nanosOfMicro;
    }

    /** Microseconds since 1970-01-01T00:00:00 on the clock that was read. */
    public long micros() {
        return days * CivilDate.MICROS_PER_DAY + microsOfDay;
    }

    public boolean hasOffset() {
        return hasOffset;
    }

    public long offsetMicros() {
        return offsetMicros;
    }

    /** A date, with or without a time. */
    public boolean parseDate(byte[] source, int from, int to) {
        return parseTimestamp(source, from, to);
    }

    public boolean parseTime(byte[] source, int from, int to) {
        start(source, from, to);
        return time() && position == end;
    }

    public boolean parseTimestamp(byte[] source, int from, int to) {
        start(source, from, to);
        if (!date()) {
            return false;
        }
        if (position == end) {
            return true;
        }
        byte separator = bytes[position++];
        if (separator != ' ' && separator != 'T' && separator != 't') {
            return false;
        }
        return time() && (position == end || offset());
    }

    private void start(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        end = to;
        while (position < end && bytes[position] == ' ') {
            position++;
        }
        while (end > position && bytes[end - 1] == ' ') {
            end--;
        }
        days = 0;
        microsOfDay = 0;
        nanosOfMicro = 0;
        hasOffset = false;
        offsetMicros = 0;
    }

    private boolean date() {
        boolean negative = take('-');
        if (!number(6) || number > YEAR_MAX) {
            return false;
        }
        int year = negative ? -number : number;
        if (!take('-') || !number(2) || number < 1 || number > 12) {
            return false;
        }
        int month = number;
        if (!take('-') || !number(2) || number < 1 || number > CivilDate.daysInMonth(year, month)) {
            return false;
        }
        days = CivilDate.toDays(year, month, number);
        return true;
    }

    private boolean time() {
        if (!number(2) || number > 23) {
            return false;
        }
        microsOfDay = number * CivilDate.MICROS_PER_HOUR;
        if (!take(':') || !number(2) || number > 59) {
            return false;
        }
        microsOfDay += number * CivilDate.MICROS_PER_MINUTE;
        if (!take(':')) {
            return true;
        }
        if (!number(2) || number > 59) {
            return false;
        }
        microsOfDay += number * CivilDate.MICROS_PER_SECOND;
        return !take('.') || fraction();
    }

    private boolean fraction() {
        int nanos = 0;
        int digits = 0;
        for (; position < end && bytes[position] >= '0' && bytes[position] <= '9'; position++) {
            if (digits < NANO_DIGITS) {
                nanos = nanos * 10 + bytes[position] - '0';
                digits++;
            }
        }
        boolean any = digits > 0;
        for (; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        microsOfDay += nanos / 1000;
        nanosOfMicro = nanos % 1000;
        return any;
    }

    private boolean offset() {
        take(' ');
        hasOffset = true;
        if (take('Z') || take('z')) {
            return position == end;
        }
        boolean negative = take('-');
        if (!negative && !take('+')) {
            return false;
        }
        if (!number(2) || number > 18) {
            return false;
        }
        long hours = number;
        long minutes = 0;
        if (position < end) {
            take(':');
            if (!number(2) || number > 59) {
                return false;
            }
            minutes = number;
        }
        long micros = hours * CivilDate.MICROS_PER_HOUR + minutes * CivilDate.MICROS_PER_MINUTE;
        offsetMicros = negative ? -micros : micros;
        return position == end;
    }

    private boolean take(char expected) {
        if (position < end && bytes[position] == expected) {
            position++;
            return true;
        }
        return false;
    }

    private boolean number(int digitsMax) {
        int start = position;
        int value = 0;
        while (position < end && position - start < digitsMax && bytes[position] >= '0' && bytes[position] <= '9') {
            value = value * 10 + bytes[position++] - '0';
        }
        number = value;
        return position > start;
    }
}
