package io.blink.connectors.nexmark;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongToIntFunction;

/** People, who sell and bid. */
final class PersonFields implements EventFields {
    /** Names and types, in the order of the specification. */
    static final List<Field> FIELDS = List.of(
            EventFields.number("id"),
            EventFields.text("name"),
            EventFields.text("emailAddress"),
            EventFields.text("creditCard"),
            EventFields.text("city"),
            EventFields.text("state"),
            EventFields.time("dateTime"),
            EventFields.text("extra"));

    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
    private static final String[] CITIES = {
        "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"
    };
    private static final String[] FIRST_NAMES = {
        "Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"
    };
    private static final String[] LAST_NAMES = {
        "Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"
    };
    private static final byte[] DOT_COM = ".com".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_USER = 7;
    private static final int LONGEST_HOST = 5;
    /** Four groups of four digits, and blanks between. */
    private static final int CARD_LENGTH = 19;

    private static final int ID_BYTES = 8;

    private final EventSettings settings;
    private final RandomText text;
    private final BytesColumn states = RandomText.dictionary(STATES);
    private final BytesColumn cities = RandomText.dictionary(CITIES);
    private final BytesColumn names;
    private final RandomStream name;
    private final RandomStream user;
    private final RandomStream userLength;
    private final RandomStream host;
    private final RandomStream hostLength;
    private final RandomStream card;
    private final RandomStream city;
    private final RandomStream state;
    private final RandomStream extra;
    private final RandomStream extraLength;

    PersonFields(EventSettings settings, RandomText text) {
        this.settings = settings;
        this.text = text;
        String[] all = new String[FIRST_NAMES.length * LAST_NAMES.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = FIRST_NAMES[i / LAST_NAMES.length] + " " + LAST_NAMES[i % LAST_NAMES.length];
        }
        this.names = RandomText.dictionary(all);
        this.name = stream("name");
        this.user = stream("user");
        this.userLength = stream("user length");
        this.host = stream("host");
        this.hostLength = stream("host length");
        this.card = stream("card");
        this.city = stream("city");
        this.state = stream("state");
        this.extra = stream("extra");
        this.extraLength = stream("extra length");
    }

    private RandomStream stream(String purpose) {
        return RandomStream.of(settings.seed(), "person " + purpose);
    }

    @Override
    public Column column(String field, EventBatch batch) {
        EventSequence sequence = settings.sequence();
        return switch (field) {
            case "id" -> batch.numbers(EventKind.PERSON, event -> sequence.lastPerson(event) + EventSettings.FIRST_ID);
            case "name" -> choice(batch, names, this::nameIndex);
            case "emailAddress" -> strings(batch, LONGEST_USER + LONGEST_HOST + 1 + DOT_COM.length, this::writeEmail);
            case "creditCard" -> strings(batch, CARD_LENGTH, this::writeCard);
            case "city" -> choice(batch, cities, this::cityIndex);
            case "state" -> choice(batch, states, event -> state.below(event, STATES.length));
            case "dateTime" -> batch.numbers(EventKind.PERSON, event -> sequence.millis(event) * 1000);
            case "extra" -> strings(batch, 2 * settings.personBytes(), this::writeExtra);
            default -> throw new IllegalStateException(field + " was checked when planned");
        };
    }

    private int nameIndex(long event) {
        return name.below(event, names.size());
    }

    private int cityIndex(long event) {
        return city.below(event, cities.size());
    }

    private static Column choice(EventBatch batch, BytesColumn choices, LongToIntFunction ofEvent) {
        int[] ids = new int[batch.rows()];
        for (int position : batch.positions(EventKind.PERSON)) {
            ids[position] = ofEvent.applyAsInt(batch.events()[position]);
        }
        return new DictionaryColumn(ids.length, ids, choices);
    }

    private static Column strings(EventBatch batch, int longest, RandomText.StringWriter writer) {
        return RandomText.column(batch, batch.positions(EventKind.PERSON), longest, writer);
    }

    private int writeEmail(long event, byte[] target, int from) {
        int at = text.words(user, event, target, from, RandomText.length(userLength, event, LONGEST_USER), ' ');
        target[at] = '@';
        int dot = text.words(host, event, target, at + 1, RandomText.length(hostLength, event, LONGEST_HOST), ' ');
        System.arraycopy(DOT_COM, 0, target, dot, DOT_COM.length);
        return dot + DOT_COM.length;
    }

    private int emailLength(long event) {
        return RandomText.length(userLength, event, LONGEST_USER)
                + 1
                + RandomText.length(hostLength, event, LONGEST_HOST)
                + DOT_COM.length;
    }

    private int writeCard(long event, byte[] target, int from) {
        long digits = card.bits(event) >>> 1;
        for (int i = 0; i < CARD_LENGTH; i++) {
            boolean blank = i % 5 == 4;
            target[from + i] = blank ? (byte) ' ' : (byte) ('0' + digits % 10);
            digits = blank ? digits : digits / 10;
        }
        return from + CARD_LENGTH;
    }

    private int writeExtra(long event, byte[] target, int from) {
        int size = ID_BYTES
                + names.length(nameIndex(event))
                + emailLength(event)
                + CARD_LENGTH
                + cities.length(cityIndex(event))
                + STATES[0].length();
        int length = RandomText.extraLength(extraLength, event, size, settings.personBytes());
        return text.letters(extra, event, target, from, length);
    }
}
