package io.blink.formats.avro;

import io.blink.formats.record.MalformedRecord;

/**
 * Values of an encoding, in the order of the schema that they were written with. Nothing that the input says makes its reader take more memory or time than the bytes that are there
 * account for. One thread.
 */
public interface AvroInput {
    void readNull() throws MalformedRecord;

    boolean readBoolean() throws MalformedRecord;

    int readInt() throws MalformedRecord;

    long readLong() throws MalformedRecord;

    float readFloat() throws MalformedRecord;

    double readDouble() throws MalformedRecord;

    /** Moves to a string's UTF-8, which then stands at {@link #start} for {@link #length} bytes. */
    void findString() throws MalformedRecord;

    void findBytes() throws MalformedRecord;

    void findFixed(int size) throws MalformedRecord;

    /** Of what was found last, valid until the next call. */
    byte[] array();

    int start();

    int length();

    /** The number of a symbol of an enum. */
    int readEnum(int symbols) throws MalformedRecord;

    /** The number of a union's branch. */
    int readBranch(int branches) throws MalformedRecord;

    /** How many items the first block of an array has; 0: none. */
    long arrayStart() throws MalformedRecord;

    /** Behind the items of a block: how many the next one has. */
    long arrayNext() throws MalformedRecord;

    long mapStart() throws MalformedRecord;

    long mapNext() throws MalformedRecord;
}
