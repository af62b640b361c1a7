package io.blink.benchmarks.compare;

/** What a comparison found. */
public sealed interface Verdict {
    Verdict SAME = new Same();

    record Same() implements Verdict {}

    /** @param reason names the first difference */
    record Different(String reason) implements Verdict {}
}
