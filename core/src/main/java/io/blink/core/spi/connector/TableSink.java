package io.blink.core.spi.connector;

/** Planning: a table as something to write. */
public interface TableSink {
    /** Fixes what is written and how rows must arrive; refuses what the table does not take. */
    SinkPlan plan(SinkRequest request);
}
