package io.blink.connectors.nexmark;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.List;
import java.util.Locale;

/** The columns of a table of events: the kind, and for each kind a ROW that is NULL in events of other kinds. */
final class NexmarkFields {
    private static final String TYPE = "event_type";

    /** All columns. */
    static final List<Field> COLUMNS = List.of(
            new Field(TYPE, DataType.of(TypeKind.INT)),
            new Field("person", DataType.row(PersonFields.FIELDS)),
            new Field("auction", DataType.row(AuctionFields.FIELDS)),
            new Field("bid", DataType.row(BidFields.FIELDS)));

    private final List<EventFields> byKind;

    NexmarkFields(EventSettings settings) {
        RandomText text = new RandomText(settings.seed());
        this.byKind = List.of(
                new PersonFields(settings, text), new AuctionFields(settings, text), new BidFields(settings, text));
    }

    EventFields of(EventKind kind) {
        return byKind.get(kind.ordinal());
    }

    /** The kind whose events a column holds; {@code null} for the column that tells the kind. */
    static EventKind kind(String column) {
        return column.equals(TYPE) ? null : EventKind.valueOf(column.toUpperCase(Locale.ROOT));
    }
}
