package io.blink.state.table;

/** What finds the records of a log. */
interface RecordIndex {
    /** What {@link #restored(long[])} takes of the live records of a restored page. On any thread. */
    long[] entries(RecordPage page);

    /** Records of a restored page; they need not be found before {@link RecordTable#restored}. */
    void restored(long[] entries);

    /** A record that was copied while restoring lies at an address; it need not be found before {@link RecordTable#restored}. */
    void added(int address);

    /** A record is over and goes. */
    void expired(int address);

    /** A record has moved; both places still read the same. */
    void moved(int from, int to);
}
