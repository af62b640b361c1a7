package io.blink.testing.process;

import java.io.IOException;

/** Asks a server whether it does its work; called repeatedly from the starting thread, each call bounded to a few seconds. */
@FunctionalInterface
public interface Readiness {
    /**
     * @return whether the server answers as it should
     * @throws IOException when it does not answer at all, which counts as not ready
     */
    boolean answers() throws IOException;
}
