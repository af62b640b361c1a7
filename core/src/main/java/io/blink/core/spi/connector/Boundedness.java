package io.blink.core.spi.connector;

/** Whether reading a table ends. */
public enum Boundedness {
    BOUNDED,
    UNBOUNDED
}
