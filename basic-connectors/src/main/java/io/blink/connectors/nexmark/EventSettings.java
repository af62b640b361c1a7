package io.blink.connectors.nexmark;

/**
 * What the events are like; the same settings give the same events.
 *
 * @param hotAuctionRatio all but one of so many bids are for a hot auction
 * @param hotBidderRatio all but one of so many bids are of a hot bidder
 * @param hotSellerRatio all but one of so many auctions are of a hot seller
 */
record EventSettings(
        EventSequence sequence,
        long seed,
        int personBytes,
        int auctionBytes,
        int bidBytes,
        int hotAuctionRatio,
        int hotBidderRatio,
        int hotSellerRatio) {
    /** Ids of people and auctions begin there. */
    static final long FIRST_ID = 1000;

    /** Of so many people or auctions in a row the first one is hot. */
    static final int HOT_EVERY = 100;

    /** Ids up to so many beyond the last one are used before they exist. */
    static final int LEAD = 10;

    static final int ACTIVE_PEOPLE = 1000;
    static final int AUCTIONS_IN_FLIGHT = 100;

    /** Somebody who is active at an event, or will soon be there. */
    long activePerson(RandomStream stream, long event) {
        long people = sequence.lastPerson(event) + 1;
        long active = Math.min(people, ACTIVE_PEOPLE);
        return people - active + stream.below(event, (int) active + LEAD);
    }

    /** An auction that is likely to be open at an event, or will soon be there. */
    long openAuction(RandomStream stream, long event) {
        long last = sequence.lastAuction(event);
        long first = Math.max(last - AUCTIONS_IN_FLIGHT, 0);
        return first + stream.below(event, (int) (last - first) + 1 + LEAD);
    }

    static long hot(long last) {
        return last / HOT_EVERY * HOT_EVERY;
    }
}
