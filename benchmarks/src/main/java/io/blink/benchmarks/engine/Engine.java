package io.blink.benchmarks.engine;

import io.blink.benchmarks.compare.ResultRows;
import java.nio.file.Path;
import java.util.List;

/** An engine that can be measured. Used by one thread; {@link #run} blocks. */
public interface Engine {
    EngineName name();

    /** Tells version and settings: measurements of different builds are never mixed. */
    String build();

    /**
     * Makes the runs of all works in one process, which is replaced when it ended or did not answer in time; the query that it was at counts as failed and is not
     * run again.
     */
    void run(List<Work> works, RunListener listener);

    /** Reads what a run left in its result file. */
    ResultRows rows(Path resultFile);
}
