package io.blink.connectors.nexmark;

/**
 * Kinds, ids and times of events by their number: each {@code people + auctions + bids} events begin with the people, then come the auctions, then the bids, so that
 * who and what exists at an event follows from its number. Ids of people and auctions here count from 0.
 *
 * @param baseMillis the time of event 0, milliseconds since 1970
 * @param eventsPerSecond of event time
 */
record EventSequence(int people, int auctions, int bids, long baseMillis, long eventsPerSecond) {
    /** After so many events kinds repeat. */
    int period() {
        return people + auctions + bids;
    }

    EventKind kind(long event) {
        long place = event % period();
        return place < people ? EventKind.PERSON : place < people + auctions ? EventKind.AUCTION : EventKind.BID;
    }

    long millis(long event) {
        return baseMillis + (long) (event * (1e6 / eventsPerSecond)) / 1000;
    }

    /** The person that event is, or the last one before it. */
    long lastPerson(long event) {
        long place = event % period();
        return event / period() * people + Math.min(place, people - 1);
    }

    /** The auction that event is, or the last one before it; -1 before the first. */
    long lastAuction(long event) {
        long period = event / period();
        long place = event % period();
        if (place < people) {
            return period * auctions - 1;
        }
        return period * auctions + Math.min(place - people, auctions - 1);
    }
}
