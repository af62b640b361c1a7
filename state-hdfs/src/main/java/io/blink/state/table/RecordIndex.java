package io.blink.state.table;

/** What finds the records of a log. */
interface RecordIndex {
    /** A restored record lies at an address; it need not be found before {@link #restored}. */
    void added(int address);

    /** Nothing more is restored. */
    void restored();

    /** A record is over and goes. */
    void expired(int address);

    /** A record has moved; both places still read the same. */
    void moved(int from, int to);
}
