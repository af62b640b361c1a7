/**
 * The {@code nexmark} connector: the events of the Nexmark benchmark (people, auctions and bids of an auction house) as its public specification
 * (github.com/nexmark/nexmark) describes them. Every value of every event is a function of seed, field and event number, and every event belongs to one split, so that
 * events can be made again after a failure and be the same for every reader. Only fields that are asked for are made, column by column. Readers do not block.
 */
package io.blink.connectors.nexmark;
