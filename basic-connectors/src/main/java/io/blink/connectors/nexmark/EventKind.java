package io.blink.connectors.nexmark;

/** What an event tells; its ordinal is the value of {@code event_type}. */
enum EventKind {
    PERSON,
    AUCTION,
    BID
}
