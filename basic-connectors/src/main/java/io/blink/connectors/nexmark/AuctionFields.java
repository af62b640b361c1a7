package io.blink.connectors.nexmark;

import io.blink.core.column.Column;
import io.blink.core.type.Field;
import java.util.List;

/** Auctions, which people open and bid for. */
final class AuctionFields implements EventFields {
    /** Names and types, in the order of the specification. */
    static final List<Field> FIELDS = List.of(
            EventFields.number("id"),
            EventFields.text("itemName"),
            EventFields.text("description"),
            EventFields.number("initialBid"),
            EventFields.number("reserve"),
            EventFields.time("dateTime"),
            EventFields.time("expires"),
            EventFields.number("seller"),
            EventFields.number("category"),
            EventFields.text("extra"));

    private static final int LONGEST_NAME = 20;
    private static final int LONGEST_DESCRIPTION = 100;
    private static final long FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;
    /** Id, prices, times, seller. */
    private static final int NUMBER_BYTES = 48;

    private final EventSettings settings;
    private final EventSequence sequence;
    private final RandomText text;
    private final RandomStream name;
    private final RandomStream nameLength;
    private final RandomStream description;
    private final RandomStream descriptionLength;
    private final RandomStream initialBid;
    private final RandomStream reserve;
    private final RandomStream duration;
    private final RandomStream hotSeller;
    private final RandomStream seller;
    private final RandomStream category;
    private final RandomStream extra;
    private final RandomStream extraLength;

    AuctionFields(EventSettings settings, RandomText text) {
        this.settings = settings;
        this.sequence = settings.sequence();
        this.text = text;
        this.name = stream("name");
        this.nameLength = stream("name length");
        this.description = stream("description");
        this.descriptionLength = stream("description length");
        this.initialBid = stream("initial bid");
        this.reserve = stream("reserve");
        this.duration = stream("duration");
        this.hotSeller = stream("hot seller");
        this.seller = stream("seller");
        this.category = stream("category");
        this.extra = stream("extra");
        this.extraLength = stream("extra length");
    }

    private RandomStream stream(String purpose) {
        return RandomStream.of(settings.seed(), "auction " + purpose);
    }

    @Override
    public Column column(String field, EventBatch batch) {
        EventKind kind = EventKind.AUCTION;
        int[] positions = batch.positions(kind);
        return switch (field) {
            case "id" -> batch.numbers(kind, event -> sequence.lastAuction(event) + EventSettings.FIRST_ID);
            case "itemName" -> RandomText.column(batch, positions, LONGEST_NAME, this::writeName);
            case "description" -> RandomText.column(batch, positions, LONGEST_DESCRIPTION, this::writeDescription);
            case "initialBid" -> batch.numbers(kind, initialBid::price);
            case "reserve" -> batch.numbers(kind, event -> initialBid.price(event) + reserve.price(event));
            case "dateTime" -> batch.numbers(kind, event -> sequence.millis(event) * 1000);
            case "expires" -> batch.numbers(kind, event -> expiresMillis(event) * 1000);
            case "seller" -> batch.numbers(kind, this::sellerId);
            case "category" -> batch.numbers(kind, event -> FIRST_CATEGORY + category.below(event, CATEGORIES));
            case "extra" -> RandomText.column(batch, positions, 2 * settings.auctionBytes(), this::writeExtra);
            default -> throw new IllegalStateException(field + " was checked when planned");
        };
    }

    /** At most twice the time in which as many auctions begin as are to be in flight. */
    private long expiresMillis(long event) {
        long begin = sequence.millis(event);
        long ahead = (long) EventSettings.AUCTIONS_IN_FLIGHT * sequence.period() / sequence.auctions();
        long horizon = sequence.millis(event + ahead) - begin;
        return begin + 1 + duration.below(event, (int) Math.max(1, Math.min(Integer.MAX_VALUE, horizon * 2)));
    }

    private long sellerId(long event) {
        long person = hotSeller.below(event, settings.hotSellerRatio()) > 0
                ? EventSettings.hot(sequence.lastPerson(event))
                : settings.activePerson(seller, event);
        return person + EventSettings.FIRST_ID;
    }

    private int writeName(long event, byte[] target, int from) {
        return text.words(name, event, target, from, RandomText.length(nameLength, event, LONGEST_NAME), ' ');
    }

    private int writeDescription(long event, byte[] target, int from) {
        int length = RandomText.length(descriptionLength, event, LONGEST_DESCRIPTION);
        return text.words(description, event, target, from, length, ' ');
    }

    private int writeExtra(long event, byte[] target, int from) {
        int size = NUMBER_BYTES
                + RandomText.length(nameLength, event, LONGEST_NAME)
                + RandomText.length(descriptionLength, event, LONGEST_DESCRIPTION);
        int length = RandomText.extraLength(extraLength, event, size, settings.auctionBytes());
        return text.letters(extra, event, target, from, length);
    }
}
