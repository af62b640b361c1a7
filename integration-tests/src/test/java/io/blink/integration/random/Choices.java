package io.blink.integration.random;

import java.util.List;
import java.util.Random;

/** What a seed decides, one after the other. */
final class Choices {
    private final Random random;

    Choices(long seed) {
        random = new Random(seed);
    }

    boolean percent(int share) {
        return random.nextInt(100) < share;
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T from(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }
}
