package io.blink.connectors.nexmark;

import io.blink.core.hash.ValueHash;
import java.nio.charset.StandardCharsets;

/** Random numbers for one purpose, one an event: functions of seed, purpose and event number. */
record RandomStream(long key) {
    static RandomStream of(long seed, String purpose) {
        byte[] bytes = purpose.getBytes(StandardCharsets.UTF_8);
        return new RandomStream(ValueHash.ofLong(seed ^ ValueHash.ofBytes(bytes, 0, bytes.length)));
    }

    long bits(long event) {
        return ValueHash.ofLong(key + event * ValueHash.NULL);
    }

    /** From 0 to {@code bound - 1}; by a multiplication instead of a division, whose bias of less than 2^-32 nobody sees. */
    int below(long event, int bound) {
        return (int) (((bits(event) >>> 32) * bound) >>> 32);
    }

    /** From 0, included, to 1. */
    double unit(long event) {
        return (bits(event) >>> 11) * 0x1.0p-53;
    }

    /** Prices from 1 to a million, in hundredths, evenly by their order of magnitude. */
    long price(long event) {
        return Math.round(Math.pow(10.0, unit(event) * 6.0) * 100.0);
    }
}
