package io.blink.core.type;

/** How the values of a column lie in memory; each constant has one flat {@code Column} class. */
public enum PhysicalType {
    /** BOOLEAN (0 or 1) and TINYINT. */
    BYTE,
    SHORT,
    /** INT, DATE (days since 1970-01-01), INTERVAL YEAR TO MONTH (months). */
    INT,
    /**
     * BIGINT, DECIMAL up to 18 digits (unscaled), TIME and TIMESTAMP and TIMESTAMP_LTZ up to 6 digits (microseconds of the day, or since
     * 1970-01-01T00:00:00), INTERVAL DAY TO SECOND (microseconds).
     */
    LONG,
    FLOAT,
    DOUBLE,
    /** DECIMAL of 19 to 38 digits: unscaled, two's complement in a high and a low long. */
    DECIMAL128,
    /** TIME, TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits: microseconds and nanoseconds of the microsecond (0 to 999). */
    TIMESTAMP_NANOS,
    /** Strings in UTF-8 and binary strings. */
    BYTES,
    ARRAY,
    MAP,
    ROW
}
