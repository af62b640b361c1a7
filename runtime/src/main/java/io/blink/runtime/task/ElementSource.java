package io.blink.runtime.task;

import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.InputGate;

/** Where one input of an operator gets its elements. Used by the driver's thread only. */
interface ElementSource {
    /** The next element, or {@code null} if there is none now. */
    Element poll();

    void close();

    static ElementSource of(InputGate gate) {
        return new ElementSource() {
            @Override
            public Element poll() {
                return gate.poll();
            }

            @Override
            public void close() {
                gate.close();
            }
        };
    }
}
