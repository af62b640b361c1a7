package io.blink.state.table;

/** What finds the records of a log. */
interface RecordIndex {
    /** A record lies at an address, written or restored. */
    void added(int address);

    /** A record is over and goes. */
    void expired(int address);

    /** A record has moved; both places still read the same. */
    void moved(int from, int to);
}
