package io.blink.formats.record;

/** A record does not hold what its table says. The message says what and where within the record; whoever has the record says where that lies and decides what becomes of it. */
public final class MalformedRecord extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedRecord(String message) {
        // Where many records are bad and skipped, a stack trace for each would be the larger part of the work.
        super(message, null, false, false);
    }
}
