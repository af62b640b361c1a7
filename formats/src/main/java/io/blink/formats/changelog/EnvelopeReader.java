package io.blink.formats.changelog;

import io.blink.formats.json.JsonScanner;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.MalformedRecord;

/** Reads envelopes of one kind. One thread. */
@FunctionalInterface
interface EnvelopeReader {
    /** Appends the rows of the record at whose beginning the scanner stands; after a failure perhaps a part of them. */
    void read(JsonScanner scanner, DecodedRows rows) throws MalformedRecord;
}
