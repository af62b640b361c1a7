package io.blink.formats.orc.stream;

import java.io.IOException;
import java.util.List;

/** What a row index says about where a row group begins in the streams of one column; each decoder takes its numbers in turn. */
public final class Positions {
    private final List<Long> numbers;
    private int next;

    public Positions(List<Long> numbers) {
        this.numbers = numbers;
    }

    public long next() throws IOException {
        if (next == numbers.size()) {
            throw new IOException("a row index has " + numbers.size() + " positions where more are needed");
        }
        return numbers.get(next++);
    }
}
