package io.blink.formats.json;

import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.NumberText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where in an object the values of a few names begin, so that they can be read in another order than they stand. One thread. */
public final class JsonMembers {
    private static final int ABSENT = -1;

    private final byte[][] names;
    private final int[] positions;

    public JsonMembers(String... names) {
        this.names = Arrays.stream(names)
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        positions = new int[names.length];
    }

    /** Walks over the object that comes next. */
    public void find(JsonScanner in) throws MalformedRecord {
        Arrays.fill(positions, ABSENT);
        in.expect('{');
        if (in.take('}')) {
            return;
        }
        do {
            in.string();
            int name = name(in);
            in.expect(':');
            boolean isNull = in.peek() == 'n';
            if (name >= 0) {
                positions[name] = isNull ? ABSENT : in.position();
            }
            in.skipValue();
        } while (in.more('}'));
    }

    private int name(JsonScanner in) {
        for (int i = 0; i < names.length; i++) {
            if (in.foundIs(names[i])) {
                return i;
            }
        }
        return ABSENT;
    }

    /** Whether the object had it, and not null. */
    public boolean has(int name) {
        return positions[name] != ABSENT;
    }

    /** Where the value begins; below 0 if it is not there. */
    public int position(int name) {
        return positions[name];
    }

    /** Moves to the value. */
    public void moveTo(int name, JsonScanner in) {
        in.moveTo(positions[name]);
    }

    /** The value, a string; {@code null} if it is not there. */
    public String text(int name, JsonScanner in) throws MalformedRecord {
        if (!has(name)) {
            return null;
        }
        moveTo(name, in);
        in.string();
        return new String(in.bytes(), in.from(), in.to() - in.from(), StandardCharsets.UTF_8);
    }

    /** The value, a whole number or one in quotes, of a member that is there. */
    public long whole(int name, JsonScanner in) throws MalformedRecord {
        moveTo(name, in);
        if (in.peek() == '"') {
            in.string();
        } else {
            in.number();
        }
        return NumberText.integer(in.bytes(), in.from(), in.to(), Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
