package io.blink.formats.record;

/** Reads records of one table. One thread. */
@FunctionalInterface
public interface RecordDecoder {
    /**
     * Appends the rows that a record holds: one, none, or in a changelog several. After a failure {@code rows} may hold a part of them, to be cut off.
     *
     * @param rows with the wanted columns, in their order
     */
    void decode(byte[] bytes, int from, int length, DecodedRows rows) throws MalformedRecord;
}
