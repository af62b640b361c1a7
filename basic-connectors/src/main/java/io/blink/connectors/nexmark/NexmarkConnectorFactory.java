package io.blink.connectors.nexmark;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** Makes the {@code nexmark} connector. Keys are those of the connector for Flink of the public benchmark where it has them. */
public final class NexmarkConnectorFactory implements ConnectorFactory {
    static final String NAME = "nexmark";

    static final ConfigOption<Long> EVENTS =
            ConfigOption.longInteger("events.num", "0", "Events after which the table ends; 0: it never ends");

    static final ConfigOption<Long> RATE = ConfigOption.longInteger(
            "first-event.rate",
            "10000",
            "Events a second of event time, and of real time where max-emit-speed is false");

    static final ConfigOption<Long> LATER_RATE = ConfigOption.longInteger(
            "next-event.rate", null, "Accepted where it equals first-event.rate: the rate does not change");

    static final ConfigOption<Boolean> AT_FULL_SPEED = ConfigOption.bool(
            "max-emit-speed",
            "true",
            "Whether events come as fast as they are taken; else no sooner after the start of the statement than after the first event by event time");

    static final ConfigOption<Integer> PEOPLE =
            ConfigOption.integer("person.proportion", "1", "People in each person + auction + bid events");

    static final ConfigOption<Integer> AUCTIONS =
            ConfigOption.integer("auction.proportion", "3", "Auctions in each person + auction + bid events");

    static final ConfigOption<Integer> BIDS =
            ConfigOption.integer("bid.proportion", "46", "Bids in each person + auction + bid events");

    static final ConfigOption<DataSize> PERSON_SIZE =
            ConfigOption.size("person.avg-size", "200b", "Average size of a person, to which 'extra' fills it up");

    static final ConfigOption<DataSize> AUCTION_SIZE =
            ConfigOption.size("auction.avg-size", "500b", "Average size of an auction, to which 'extra' fills it up");

    static final ConfigOption<DataSize> BID_SIZE =
            ConfigOption.size("bid.avg-size", "100b", "Average size of a bid, to which 'extra' fills it up");

    static final ConfigOption<Integer> HOT_AUCTIONS = ConfigOption.integer(
            "bid.hot-ratio.auctions", "2", "All but one of so many bids are for the auction that is hot at the time");

    static final ConfigOption<Integer> HOT_BIDDERS = ConfigOption.integer(
            "bid.hot-ratio.bidders", "4", "All but one of so many bids are of the bidder who is hot at the time");

    static final ConfigOption<Integer> HOT_SELLERS = ConfigOption.integer(
            "auction.hot-ratio.sellers",
            "4",
            "All but one of so many auctions are of the seller who is hot at the time");

    static final ConfigOption<Long> SEED = ConfigOption.longInteger("seed", "0", "What all values are derived from");

    static final ConfigOption<Integer> SPLITS = ConfigOption.integer(
            "splits", "4", "Into how many splits the events are dealt; the most tasks that can read them");

    static final ConfigOption<String> START = ConfigOption.string(
            "start",
            "2015-07-15 00:00:00",
            "The time of the first event: 'yyyy-MM-dd HH:mm:ss', or 'now' for the start of the statement");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return List.of(
                EVENTS,
                RATE,
                LATER_RATE,
                AT_FULL_SPEED,
                PEOPLE,
                AUCTIONS,
                BIDS,
                PERSON_SIZE,
                AUCTION_SIZE,
                BID_SIZE,
                HOT_AUCTIONS,
                HOT_BIDDERS,
                HOT_SELLERS,
                SEED,
                SPLITS,
                START);
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new NexmarkConnector();
    }
}
