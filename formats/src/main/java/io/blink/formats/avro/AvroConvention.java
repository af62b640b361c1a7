package io.blink.formats.avro;

/** Whose habits files follow where Avro leaves the choice: names and logical types of the schema, and what the count of a TIMESTAMP means. */
public enum AvroConvention {
    /** A TIMESTAMP is counted as its digits say. */
    FLINK,
    /** A TIMESTAMP is an instant in the zone that the file names, in milliseconds; days may be those of the Julian calendar. */
    HIVE
}
