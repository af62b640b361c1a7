package io.blink.sql.physical.version;

import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import java.util.List;

/** Joins with the versions of rows that held at the event time of a row. */
final class TemporalJoinPlanning {
    /** @param versionTime and {@code keys} are columns of the right side */
    PhysicalNode plan(VersionedJoins.Sides sides, int versionTime, List<Integer> keys) {
        throw PlanErrors.unsupportedInStream(
                "FOR SYSTEM_TIME AS OF a column of event time", "versions are not kept yet.");
    }
}
