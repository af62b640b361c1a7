package io.blink.core.plan;

/** How the data of an edge may travel; the scheduler binds free edges when it starts a stage. */
public enum EdgeKind {
    /** Producer and consumer run at the same time: streams, forward edges. */
    PIPELINED,
    /** The consumer starts when the producer has written everything to shuffle files. */
    BLOCKING,
    /** Either, as the scheduler sees fit. */
    FREE
}
