package io.blink.benchmarks.nexmark;

import io.blink.core.spi.function.ScalarFunction;

/** The function of query 14: how often a character stands in a text. */
public final class CountChar extends ScalarFunction {
    public long eval(String text, String character) {
        if (text == null || character == null || character.isEmpty()) {
            return 0;
        }
        char wanted = character.charAt(0);
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == wanted) {
                count++;
            }
        }
        return count;
    }
}
