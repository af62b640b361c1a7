package io.blink.core.spi.connector;

import java.util.Set;

/** Planning: a table as something to write. */
public interface TableSink {
    /**
     * What kinds of rows its writers take; of several the planner chooses the one that needs the fewest rows. Without a primary key UPSERT means that it does not
     * matter which row an update is of.
     */
    default Set<ChangelogMode> changelogModes() {
        return Set.of(ChangelogMode.APPEND);
    }

    /** Fixes what is written and how rows must arrive; refuses what the table does not take. */
    SinkPlan plan(SinkRequest request);
}
