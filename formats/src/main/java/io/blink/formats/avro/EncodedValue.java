package io.blink.formats.avro;

import io.blink.core.column.Column;
import java.io.IOException;
import org.apache.avro.io.Encoder;

/** Writes values of one place of a schema. One thread. */
@FunctionalInterface
interface EncodedValue {
    /** Writes the value at a position of a flat column. */
    void write(Column column, int position, Encoder out) throws IOException;
}
