package io.blink.testing.exactlyonce;

import io.blink.core.hash.ValueHash;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A column of kind {@code random} as the {@code datagen} connector defines it, written down a second time on purpose:
 * {@code minimum + mix(mix(seed + hash(name)) + row) mod (maximum - minimum + 1)}, where mix is the finalizer of SplitMix64.
 */
record GeneratedColumn(String name, long seed, long minimum, long maximum) {
    long value(long row) {
        byte[] bytes = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        long columnSeed = ValueHash.ofBytes(bytes, 0, bytes.length);
        long random = mix(mix(seed + columnSeed) + row);
        return minimum + Long.remainderUnsigned(random, maximum - minimum + 1);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
