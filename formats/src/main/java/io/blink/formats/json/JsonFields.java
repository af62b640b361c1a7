package io.blink.formats.json;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.type.Field;
import io.blink.formats.record.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Reads an object into one column a field. Records of a topic mostly have the same fields in the same order, so that each name is first compared with that of the field that
 * followed last time. A name that stands twice counts where it stands last. One thread.
 */
public final class JsonFields {
    private static final int UNKNOWN = -1;

    private final byte[][] names;
    private final String[] spellings;
    private final JsonValue[] values;
    private final boolean failOnMissing;
    /** The object in which a field was seen last. */
    private final long[] seenIn;

    /** What stood at each place of the last object: a field or {@link #UNKNOWN}. */
    private int[] expected = new int[16];

    private long objects;

    public JsonFields(List<Field> fields, ZoneId zone, JsonOptions options) {
        names = new byte[fields.size()][];
        spellings = new String[fields.size()];
        values = new JsonValue[fields.size()];
        seenIn = new long[fields.size()];
        failOnMissing = options.failOnMissing();
        for (int i = 0; i < names.length; i++) {
            spellings[i] = fields.get(i).name();
            names[i] = spellings[i].getBytes(StandardCharsets.UTF_8);
            values[i] = JsonValue.of(fields.get(i).type(), zone, options);
        }
    }

    /** @param builders of the fields @param row how many values they have, so that the object's are those behind */
    public void read(JsonScanner in, IntFunction<ColumnBuilder> builders, int row) throws MalformedRecord {
        objects++;
        int found = members(in, builders, row);
        if (found < names.length) {
            fillMissing(builders);
        }
    }

    /** Reads another object over the one that was read last: what it has takes the place of what that had. */
    public void readOver(JsonScanner in, IntFunction<ColumnBuilder> builders, int row) throws MalformedRecord {
        Arrays.fill(seenIn, objects);
        members(in, builders, row);
    }

    /** @return how many fields were not there before */
    private int members(JsonScanner in, IntFunction<ColumnBuilder> builders, int row) throws MalformedRecord {
        in.expect('{');
        int found = 0;
        if (!in.take('}')) {
            int place = 0;
            do {
                in.string();
                int field = field(in, place++);
                in.expect(':');
                if (field == UNKNOWN) {
                    in.skipValue();
                } else {
                    found += read(in, field, builders.apply(field), row);
                }
            } while (in.more('}'));
        }
        return found;
    }

    private int read(JsonScanner in, int field, ColumnBuilder builder, int row) throws MalformedRecord {
        boolean again = seenIn[field] == objects;
        if (again) {
            builder.truncate(row);
        }
        seenIn[field] = objects;
        try {
            values[field].read(in, builder);
        } catch (MalformedRecord e) {
            throw new MalformedRecord("'" + spellings[field] + "': " + e.getMessage());
        }
        return again ? 0 : 1;
    }

    private void fillMissing(IntFunction<ColumnBuilder> builders) throws MalformedRecord {
        for (int field = 0; field < names.length; field++) {
            if (seenIn[field] != objects) {
                if (failOnMissing) {
                    throw new MalformedRecord("'" + spellings[field] + "' is missing");
                }
                try {
                    values[field].appendAbsent(builders.apply(field));
                } catch (MalformedRecord e) {
                    throw new MalformedRecord("'" + spellings[field] + "': " + e.getMessage());
                }
            }
        }
    }

    private int field(JsonScanner in, int place) {
        if (place < expected.length) {
            int guess = expected[place];
            if (guess >= 0 && guess < names.length && in.foundIs(names[guess])) {
                return guess;
            }
        }
        int field = UNKNOWN;
        for (int i = 0; i < names.length && field == UNKNOWN; i++) {
            field = in.foundIs(names[i]) ? i : UNKNOWN;
        }
        if (place < expected.length) {
            expected[place] = field;
        } else if (place < 1024) {
            expected = Arrays.copyOf(expected, expected.length * 2);
            expected[place] = field;
        }
        return field;
    }
}
