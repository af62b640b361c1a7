package io.blink.formats.changelog;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.formats.json.JsonFields;
import io.blink.formats.json.JsonMembers;
import io.blink.formats.json.JsonOptions;
import io.blink.formats.json.JsonScanner;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an envelope says besides its rows, as columns behind those of the rows: the same for each row of a record. One thread. */
final class EnvelopeMetadata {
    /**
     * A member of an object of the envelope.
     *
     * @param object by the place that {@link #append} is told
     * @param form of a TIMESTAMP_LTZ
     */
    record Member(int object, String name, DataType type, TimeForm form) {
        /** Times are milliseconds. */
        Member(int object, String name, DataType type) {
            this(object, name, type, TimeForm.MILLIS);
        }
    }

    /** How times are written. */
    enum TimeForm {
        /** As milliseconds since 1970. */
        MILLIS,
        /** As seconds since 1970. */
        SECONDS,
        /** In letters, by the clocks of the session's zone. */
        TEXT
    }

    /** A column. */
    private abstract static class Wanted {
        private final int object;
        private final int column;

        Wanted(int object, int column) {
            this.object = object;
            this.column = column;
        }

        /** Reads the object at whose beginning the scanner stands, and appends one value. */
        abstract void read(JsonScanner scanner, ColumnBuilder target, int row) throws MalformedRecord;
    }

    private static final class Value extends Wanted {
        private final JsonFields field;

        Value(Member member, int column, DataType type, ZoneId zone, JsonOptions options) {
            super(member.object(), column);
            field = new JsonFields(List.of(new Field(member.name(), type)), zone, options);
        }

        @Override
        void read(JsonScanner scanner, ColumnBuilder target, int row) throws MalformedRecord {
            field.read(scanner, only -> target, row);
        }
    }

    private static final class Time extends Wanted {
        private final JsonMembers members;
        private final ZoneId zone;
        private final boolean local;
        private final long millisOfUnit;

        Time(Member member, int column, DataType type, ZoneId zone) {
            super(member.object(), column);
            this.members = new JsonMembers(member.name());
            this.zone = zone;
            this.local = type.kind() == TypeKind.TIMESTAMP;
            this.millisOfUnit = member.form() == TimeForm.SECONDS ? 1000 : 1;
        }

        @Override
        void read(JsonScanner scanner, ColumnBuilder target, int row) throws MalformedRecord {
            members.find(scanner);
            if (!members.has(0)) {
                target.appendNull();
                return;
            }
            long written = members.whole(0, scanner);
            long millis = written * millisOfUnit;
            long offset = local
                    ? zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L
                    : 0;
            long micros = (millis + offset) * 1000L;
            if (millis / millisOfUnit != written || micros / 1000L != millis + offset) {
                throw new MalformedRecord("the time " + written + " is beyond all timestamps");
            }
            if (target instanceof TimestampColumnBuilder timestamps) {
                timestamps.append(micros, 0);
            } else {
                ((LongColumnBuilder) target).append(micros);
            }
        }
    }

    private final List<Wanted> wanted = new ArrayList<>();

    /** @param members by key */
    EnvelopeMetadata(Map<String, Member> members, DecodingRequest request, JsonOptions options) {
        int column = request.wanted().size();
        for (Field asked : request.metadata()) {
            Member member = members.get(asked.name());
            boolean number = member.type().kind() == TypeKind.TIMESTAMP_LTZ && member.form() != TimeForm.TEXT;
            wanted.add(
                    number
                            ? new Time(member, column, asked.type(), request.timeZone())
                            : new Value(member, column, asked.type(), request.timeZone(), options));
            column++;
        }
    }

    /** By key, the types in which they are known. */
    static Map<String, DataType> types(Map<String, Member> members) {
        Map<String, DataType> types = new LinkedHashMap<>();
        members.forEach((key, member) -> types.put(key, member.type()));
        return types;
    }

    /**
     * Appends its values to a row that has not ended. The scanner stands where it stood.
     *
     * @param objects where those begin that members lie in; one below 0 is not there
     */
    void append(JsonScanner scanner, DecodedRows rows, int... objects) throws MalformedRecord {
        if (wanted.isEmpty()) {
            return;
        }
        int position = scanner.position();
        for (Wanted one : wanted) {
            ColumnBuilder target = rows.column(one.column);
            if (objects[one.object] < 0) {
                target.appendNull();
            } else {
                scanner.moveTo(objects[one.object]);
                one.read(scanner, target, rows.count());
            }
        }
        scanner.moveTo(position);
    }
}
