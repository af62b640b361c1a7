package io.blink.runtime.expression.time;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TextBuffer;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.ZoneId;

/** Dates as text by pattern and back: DATE_FORMAT, FROM_UNIXTIME, TO_DATE, TO_TIMESTAMP, UNIX_TIMESTAMP. Text that cannot be read gives NULL. */
final class TimeText {
    private static final String TIMESTAMP_PATTERN = "yyyy-MM-dd HH:mm:ss";

    private final CallSite site;
    private final ZoneOffsets zone;
    private final DateTimeParser parser = new DateTimeParser();
    private String knownPattern;
    private DatePattern known;

    TimeText(CallSite site, ZoneId timeZone) {
        this.site = site;
        this.zone = new ZoneOffsets(timeZone);
    }

    Column format(Column[] arguments, boolean[] nulls, int rows) {
        long[] micros = new ClockValues(site.argumentType(0), zone).micros(arguments[0].flat(), rows);
        return format(micros, BytesArgument.of(arguments[1]), nulls, rows);
    }

    Column fromUnixTime(Column[] arguments, boolean[] nulls, int rows) {
        LongArgument seconds = LongArgument.of(arguments[0]);
        long[] micros = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                if (Math.abs(seconds.at(i)) > Long.MAX_VALUE / CivilDate.MICROS_PER_SECOND / 2) {
                    throw site.invalidArgument(seconds.at(i) + " seconds are beyond the range of timestamps", null);
                }
                micros[i] = zone.toLocal(seconds.at(i) * CivilDate.MICROS_PER_SECOND);
            }
        }
        return format(micros, arguments.length > 1 ? BytesArgument.of(arguments[1]) : null, nulls, rows);
    }

    private Column format(long[] micros, BytesArgument patterns, boolean[] nulls, int rows) {
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                result.appendNull();
                continue;
            }
            if (known == null || (patterns != null && (patterns.stride() != 0 || i == 0))) {
                pattern(patterns, i);
            }
            known.format(micros[i], buffer.clear(), site);
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    private DatePattern pattern(BytesArgument patterns, int row) {
        String pattern = patterns == null ? TIMESTAMP_PATTERN : patterns.string(row);
        if (!pattern.equals(knownPattern)) {
            known = DatePattern.of(pattern, site);
            knownPattern = pattern;
        }
        return known;
    }

    /** TO_DATE, TO_TIMESTAMP and UNIX_TIMESTAMP of text. */
    Column parse(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument patterns = arguments.length > 1 ? BytesArgument.of(arguments[1]) : null;
        long[] micros = new long[rows];
        boolean[] failed = NullFlags.copy(nulls, rows);
        boolean any = nulls != null;
        for (int i = 0; i < rows; i++) {
            if (!failed[i]) {
                micros[i] = micros(texts, patterns, i);
                failed[i] = micros[i] == Long.MIN_VALUE;
                any |= failed[i];
            }
        }
        return result(micros, any ? failed : null);
    }

    private long micros(BytesArgument texts, BytesArgument patterns, int row) {
        if (patterns != null) {
            return pattern(patterns, row).parse(texts.string(row));
        }
        return parser.parseTimestamp(texts.bytes(), texts.start(row), texts.end(row))
                ? parser.micros()
                : Long.MIN_VALUE;
    }

    private Column result(long[] micros, boolean[] nulls) {
        DataType type = site.type();
        int rows = micros.length;
        if (type.kind() == TypeKind.DATE) {
            int[] days = new int[rows];
            for (int i = 0; i < rows; i++) {
                days[i] = (int) Math.floorDiv(micros[i], CivilDate.MICROS_PER_DAY);
            }
            return new IntColumn(rows, days, nulls);
        }
        if (type.kind().isInteger()) {
            return new LongColumn(rows, seconds(micros, nulls), nulls);
        }
        TimestampResult result = new TimestampResult(type, rows);
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result.put(i, type.kind() == TypeKind.TIMESTAMP_LTZ ? zone.toInstant(micros[i]) : micros[i], 0);
            }
        }
        return result.column(nulls);
    }

    private long[] seconds(long[] micros, boolean[] nulls) {
        long[] seconds = new long[micros.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] =
                    NullFlags.at(nulls, i) ? 0 : Math.floorDiv(zone.toInstant(micros[i]), CivilDate.MICROS_PER_SECOND);
        }
        return seconds;
    }

    /** UNIX_TIMESTAMP of a date or timestamp. */
    Column seconds(Column[] arguments, boolean[] nulls, int rows) {
        Column flat = arguments[0].flat();
        if (site.argumentType(0).kind() != TypeKind.TIMESTAMP_LTZ) {
            long[] micros = new ClockValues(site.argumentType(0), zone).micros(flat, rows);
            return new LongColumn(rows, seconds(micros, nulls), nulls);
        }
        long[] micros = TimestampArgument.of(flat).micros();
        long[] seconds = new long[rows];
        for (int i = 0; i < rows; i++) {
            seconds[i] = Math.floorDiv(micros[i], CivilDate.MICROS_PER_SECOND);
        }
        return new LongColumn(rows, seconds, nulls);
    }
}
