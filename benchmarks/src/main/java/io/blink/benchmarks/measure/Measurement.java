package io.blink.benchmarks.measure;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One run of one query on one engine, and one line of the file that keeps them.
 *
 * @param run counted from 1; the first one after the engine was started is the one that a user waits for
 * @param build tells versions and settings of the engine: with another one nothing that was measured before counts
 * @param seconds from handing over the text to the last row; 0 where it failed
 * @param message why it failed
 * @param peakMegabytes the most memory that the engine's process has held so far (VmHWM)
 */
public record Measurement(
        @JsonProperty("suite") String suite,
        @JsonProperty("scale") double scale,
        @JsonProperty("query") String query,
        @JsonProperty("engine") String engine,
        @JsonProperty("run") int run,
        @JsonProperty("build") String build,
        @JsonProperty("outcome") Outcome outcome,
        @JsonProperty("seconds") double seconds,
        @JsonProperty("rows") long rows,
        @JsonProperty("message") String message,
        @JsonProperty("peakMegabytes") long peakMegabytes) {
    /** How a run ended. */
    public enum Outcome {
        OK,
        /** The engine answered with an error, or its process ended. */
        FAILED,
        /** It was stopped because it took too long. */
        TIMED_OUT
    }

    /** What makes it that measurement and no other. */
    record Key(String suite, double scale, String query, String engine, int run, String build) {}

    Key key() {
        return new Key(suite, scale, query, engine, run, build);
    }
}
