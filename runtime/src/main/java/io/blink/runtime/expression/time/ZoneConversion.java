package io.blink.runtime.expression.time;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.TextBuffer;
import io.blink.core.time.CivilDate;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.NullFlags;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Clocks of other zones than the session's: CONVERT_TZ, FROM_UTC_TIMESTAMP, TO_UTC_TIMESTAMP, TO_TIMESTAMP_LTZ with a zone. Scratch of one kernel. */
final class ZoneConversion {
    private final CallSite site;
    private final DateTimeParser parser = new DateTimeParser();
    private final Known first = new Known();
    private final Known second = new Known();
    private String knownPattern;
    private DatePattern pattern;

    /** The zone that was named last. */
    private static final class Known {
        private String name;
        private ZoneOffsets zone;
    }

    ZoneConversion(CallSite site) {
        this.site = site;
    }

    /** A clock in UTC as one in the zone. */
    Column fromUtc(Column[] arguments, boolean[] nulls, int rows) {
        return moved(arguments, nulls, rows, true);
    }

    /** A clock in the zone as one in UTC. */
    Column toUtc(Column[] arguments, boolean[] nulls, int rows) {
        return moved(arguments, nulls, rows, false);
    }

    private Column moved(Column[] arguments, boolean[] nulls, int rows, boolean fromUtc) {
        TimestampArgument times = TimestampArgument.of(arguments[0]);
        BytesArgument names = BytesArgument.of(arguments[1]);
        ZoneOffsets only = only(names, first);
        TimestampResult result = new TimestampResult(site.type(), rows);
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                ZoneOffsets zone = only != null ? only : zone(names, i, first);
                long micros = times.micros(i);
                result.put(i, fromUtc ? zone.toLocal(micros) : zone.toInstant(micros), times.nanos(i));
            }
        }
        return result.column(nulls);
    }

    /** Text on one zone's clock as text on another's, to the second; NULL for what is no time. */
    Column convert(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument from = BytesArgument.of(arguments[1]);
        BytesArgument to = BytesArgument.of(arguments[2]);
        ZoneOffsets onlyFrom = only(from, first);
        ZoneOffsets onlyTo = only(to, second);
        BytesColumnBuilder result = new BytesColumnBuilder(rows);
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i) || !parser.parseTimestamp(texts.bytes(), texts.start(i), texts.end(i))) {
                result.appendNull();
                continue;
            }
            ZoneOffsets source = onlyFrom != null ? onlyFrom : zone(from, i, first);
            ZoneOffsets target = onlyTo != null ? onlyTo : zone(to, i, second);
            long clock = target.toLocal(source.toInstant(parser.micros()));
            buffer.clear()
                    .appendTimestamp(
                            Math.floorDiv(clock, CivilDate.MICROS_PER_SECOND) * CivilDate.MICROS_PER_SECOND, 0, 0);
            result.append(buffer.bytes(), 0, buffer.length());
        }
        return result.build();
    }

    /** Text by a pattern on the zone's clock as an instant; NULL for what is no such time. */
    Column instants(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        BytesArgument patterns = BytesArgument.of(arguments[1]);
        BytesArgument names = BytesArgument.of(arguments[2]);
        ZoneOffsets only = only(names, first);
        TimestampResult result = new TimestampResult(site.type(), rows);
        boolean[] failed = NullFlags.copy(nulls, rows);
        for (int i = 0; i < rows; i++) {
            long clock = failed[i] ? Long.MIN_VALUE : pattern(patterns, i).parse(texts.string(i));
            failed[i] = clock == Long.MIN_VALUE;
            if (!failed[i]) {
                ZoneOffsets zone = only != null ? only : zone(names, i, first);
                result.put(i, zone.toInstant(clock), 0);
            }
        }
        return result.column(failed);
    }

    private DatePattern pattern(BytesArgument patterns, int row) {
        String text = patterns.string(row);
        if (!text.equals(knownPattern)) {
            pattern = DatePattern.of(text, site);
            knownPattern = text;
        }
        return pattern;
    }

    /** The zone of a constant name, {@code null} for names that differ from row to row. */
    private ZoneOffsets only(BytesArgument names, Known known) {
        return names.stride() == 0 ? zone(names, 0, known) : null;
    }

    private ZoneOffsets zone(BytesArgument names, int row, Known known) {
        String name = names.string(row);
        if (!name.equals(known.name)) {
            try {
                known.zone = new ZoneOffsets(ZoneId.of(name, ZoneId.SHORT_IDS));
                known.name = name;
            } catch (DateTimeException e) {
                throw site.invalidArgument("'" + name + "' is no time zone; Europe/Berlin and +02:00 are some", e);
            }
        }
        return known.zone;
    }
}
