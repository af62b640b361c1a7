package io.blink.core.spi.connector;

/** Planning: a table as something to read. */
public interface TableSource {
    Boundedness boundedness();

    /** What is known about the whole table without reading it. */
    TableStatistics statistics();

    /** What kinds of rows its readers give. A source in mode UPSERT has a primary key. */
    default ChangelogMode changelogMode() {
        return ChangelogMode.APPEND;
    }

    /** Whether it heeds {@link ScanRequest#parts}. */
    default boolean readsParts() {
        return false;
    }

    /** Fixes what is read; may be called several times. */
    ScanPlan plan(ScanRequest request);
}
