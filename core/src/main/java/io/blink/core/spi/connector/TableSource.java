package io.blink.core.spi.connector;

import io.blink.core.plan.ConnectorHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Planning: a table as something to read. */
public interface TableSource {
    Boundedness boundedness();

    /** Whether its rows lie somewhere, so that a batch reads those that there are and statistics tell of them; a stream may read on for ever all the same. */
    default boolean isStored() {
        return boundedness() == Boundedness.BOUNDED;
    }

    /** What is known about the whole table without reading it. */
    TableStatistics statistics();

    /** What kinds of rows its readers give. A source in mode UPSERT has a primary key. */
    default ChangelogMode changelogMode() {
        return ChangelogMode.APPEND;
    }

    /** Whether its splits say how far event time has come ({@link Split#floorMicros}), as WATERMARK FOR … AS SOURCE_WATERMARK() needs it. */
    default boolean knowsWatermarks() {
        return false;
    }

    /** Whether it heeds {@link ScanRequest#parts}. */
    default boolean readsParts() {
        return false;
    }

    /**
     * Finds rows by key instead of reading them all; empty: it cannot. A source that can leaves all conditions of scans to whoever reads.
     *
     * @param keyColumns that are asked for, each among {@code columns}
     * @param columns of the rows
     */
    default Optional<ConnectorHandle> lookup(List<String> keyColumns, List<String> columns) {
        return Optional.empty();
    }

    /**
     * How copies of the table are read that a stream looks rows up in, by turns as long as it runs.
     *
     * @param scan that {@link #plan} of this source has made
     * @param ageMax how old a copy may be, unless the table's options say otherwise
     */
    default LookupCopy lookupCopy(ConnectorHandle scan, Duration ageMax) {
        return new LookupCopy(scan, ageMax);
    }

    /** Fixes what is read; may be called several times. */
    ScanPlan plan(ScanRequest request);
}
