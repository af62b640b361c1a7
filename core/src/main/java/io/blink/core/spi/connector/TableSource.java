package io.blink.core.spi.connector;

/** Planning: a table as something to read. */
public interface TableSource {
    Boundedness boundedness();

    /** What is known about the whole table without reading it. */
    TableStatistics statistics();

    /** Whether it heeds {@link ScanRequest#parts}. */
    default boolean readsParts() {
        return false;
    }

    /** Fixes what is read; may be called several times. */
    ScanPlan plan(ScanRequest request);
}
