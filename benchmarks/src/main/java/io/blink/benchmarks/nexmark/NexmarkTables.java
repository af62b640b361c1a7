package io.blink.benchmarks.nexmark;

import java.util.List;

/** Where an engine's tables {@code person}, {@code auction}, {@code bid} and {@code side_input} come from: the same rows, whichever it is. */
interface NexmarkTables {
    long events();

    /** Events a second of event time. */
    long rate();

    /** Statements that define the tables. */
    List<String> definitions(boolean flink);
}
