package io.blink.formats.avro;

import io.blink.core.column.ColumnBuilder;
import io.blink.formats.record.MalformedRecord;

/** Reads the values of one place of a schema into a column. One thread. */
@FunctionalInterface
interface AvroValue {
    /** Appends one value; after a failure perhaps a part of it. */
    void read(AvroInput in, ColumnBuilder target) throws MalformedRecord;
}
