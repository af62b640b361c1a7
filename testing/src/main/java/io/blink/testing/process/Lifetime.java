package io.blink.testing.process;

/** How long a started server may live. */
public enum Lifetime {
    /** Ends with the process that started it, even if that one is killed. */
    ATTACHED,
    /** Outlives the process that started it and the terminal; ended through its pid file. */
    DETACHED
}
