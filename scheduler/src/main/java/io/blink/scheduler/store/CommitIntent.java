package io.blink.scheduler.store;

import io.blink.core.spi.connector.Committable;
import java.util.List;
import java.util.Map;

/** A batch is about to commit these, by sink; from here on recovery goes forward only. */
public record CommitIntent(Map<Integer, List<Committable>> committables) {
    static final String KIND = "intent";
    static final int VERSION = 1;
}
