package io.blink.connectors.nexmark;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bids of people for auctions. Channels and their addresses are few and shared by all batches as dictionaries. */
final class BidFields implements EventFields {
    /** Names and types, in the order of the specification. */
    static final List<Field> FIELDS = List.of(
            EventFields.number("auction"),
            EventFields.number("bidder"),
            EventFields.number("price"),
            EventFields.text("channel"),
            EventFields.text("url"),
            EventFields.time("dateTime"),
            EventFields.text("extra"));

    private static final String[] HOT_CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};
    private static final int OTHER_CHANNELS = 10_000;
    /** Half of the bids come through a hot channel. */
    private static final int HOT_CHANNEL_RATIO = 2;
    /** The other channels' addresses name the channel but for one of so many. */
    private static final int NAMELESS_EVERY = 10;

    private static final int LONGEST_FOLDER = 5;
    private static final int FOLDERS = 3;
    /** Auction, bidder, price, time. */
    private static final int NUMBER_BYTES = 32;

    private final EventSettings settings;
    private final EventSequence sequence;
    private final RandomText text;
    private final BytesColumn channels;
    private final BytesColumn urls;
    private final RandomStream hotAuction;
    private final RandomStream auction;
    private final RandomStream hotBidder;
    private final RandomStream bidder;
    private final RandomStream price;
    private final RandomStream hotChannel;
    private final RandomStream channel;
    private final RandomStream extra;
    private final RandomStream extraLength;

    BidFields(EventSettings settings, RandomText text) {
        this.settings = settings;
        this.sequence = settings.sequence();
        this.text = text;
        this.hotAuction = stream("hot auction");
        this.auction = stream("auction");
        this.hotBidder = stream("hot bidder");
        this.bidder = stream("bidder");
        this.price = stream("price");
        this.hotChannel = stream("hot channel");
        this.channel = stream("channel");
        this.extra = stream("extra");
        this.extraLength = stream("extra length");
        int hot = HOT_CHANNELS.length;
        String[] names = new String[hot + OTHER_CHANNELS];
        String[] addresses = new String[names.length];
        RandomStream nameless = stream("nameless channel");
        for (int i = 0; i < names.length; i++) {
            int number = i - hot;
            names[i] = i < hot ? HOT_CHANNELS[i] : "channel-" + number;
            boolean named = i >= hot && nameless.below(i, NAMELESS_EVERY) > 0;
            addresses[i] = address(i) + (named ? "&channel_id=" + Math.abs(Integer.reverse(number)) : "");
        }
        this.channels = RandomText.dictionary(names);
        this.urls = RandomText.dictionary(addresses);
    }

    private RandomStream stream(String purpose) {
        return RandomStream.of(settings.seed(), "bid " + purpose);
    }

    private String address(int channelIndex) {
        RandomStream folder = stream("folder");
        RandomStream folderLength = stream("folder length");
        StringBuilder address = new StringBuilder("https://www.nexmark.com/");
        byte[] letters = new byte[LONGEST_FOLDER];
        for (int i = 0; i < FOLDERS; i++) {
            long number = (long) channelIndex * FOLDERS + i;
            int length = RandomText.length(folderLength, number, LONGEST_FOLDER);
            text.words(folder, number, letters, 0, length, '_');
            address.append(new String(letters, 0, length, StandardCharsets.US_ASCII))
                    .append('/');
        }
        return address.append("item.htm?query=1").toString();
    }

    @Override
    public Column column(String field, EventBatch batch) {
        EventKind kind = EventKind.BID;
        return switch (field) {
            case "auction" -> batch.numbers(kind, this::auctionId);
            case "bidder" -> batch.numbers(kind, this::bidderId);
            case "price" -> batch.numbers(kind, price::price);
            case "channel" -> channel(batch, channels);
            case "url" -> channel(batch, urls);
            case "dateTime" -> batch.numbers(kind, event -> sequence.millis(event) * 1000);
            case "extra" -> RandomText.column(batch, batch.positions(kind), 2 * settings.bidBytes(), this::writeExtra);
            default -> throw new IllegalStateException(field + " was checked when planned");
        };
    }

    private long auctionId(long event) {
        long id = hotAuction.below(event, settings.hotAuctionRatio()) > 0
                ? EventSettings.hot(sequence.lastAuction(event))
                : settings.openAuction(auction, event);
        return id + EventSettings.FIRST_ID;
    }

    /** The hot bidder is the one after the hot seller. */
    private long bidderId(long event) {
        long id = hotBidder.below(event, settings.hotBidderRatio()) > 0
                ? EventSettings.hot(sequence.lastPerson(event)) + 1
                : settings.activePerson(bidder, event);
        return id + EventSettings.FIRST_ID;
    }

    private Column channel(EventBatch batch, BytesColumn dictionary) {
        int[] ids = new int[batch.rows()];
        for (int position : batch.positions(EventKind.BID)) {
            long event = batch.events()[position];
            ids[position] = hotChannel.below(event, HOT_CHANNEL_RATIO) > 0
                    ? channel.below(event, HOT_CHANNELS.length)
                    : HOT_CHANNELS.length + channel.below(event, OTHER_CHANNELS);
        }
        return new DictionaryColumn(ids.length, ids, dictionary);
    }

    private int writeExtra(long event, byte[] target, int from) {
        int length = RandomText.extraLength(extraLength, event, NUMBER_BYTES, settings.bidBytes());
        return text.letters(extra, event, target, from, length);
    }
}
