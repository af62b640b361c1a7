package io.blink.state.checkpoint;

/**
 * An immutable part of an operator's state, at most a few MB. Known by identity: what the writer has written once it refers to as long as the same object is handed over.
 * {@link #encode} is called on an I/O thread, possibly more than once, while the operator goes on.
 */
public interface StatePage {
    PageName name();

    /** The content; the writer adds length and checksum. */
    Encoded encode();

    /** @param keyGroups of the keys in it */
    record Encoded(byte[] bytes, KeyGroups keyGroups) {}

    /**
     * What an operator calls a page, for {@code CheckpointReader} to give back.
     *
     * @param table which of the operator's tables
     * @param namespace within the table, such as the start of a window
     * @param part pages of one part belong together
     * @param sequence order within the part
     */
    record PageName(int table, long namespace, long part, int sequence) {}
}
