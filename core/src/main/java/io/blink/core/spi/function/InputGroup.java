package io.blink.core.spi.function;

/** Which arguments a parameter takes beyond its own type. */
public enum InputGroup {
    UNKNOWN,
    /** Any type; the parameter is an {@link Object}. */
    ANY
}
