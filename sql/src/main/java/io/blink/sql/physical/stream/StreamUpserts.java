package io.blink.sql.physical.stream;

import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import java.util.List;

/** Rows that are known by a key. */
public final class StreamUpserts {
    public StreamUpserts(PlanningScope scope) {}

    /** The whole changelog of rows of which a source tells only the new contents. */
    PhysicalNode normalized(PhysicalNode upserts, List<Integer> key) {
        throw PlanErrors.unsupportedInStream(
                "A source of updates by key", "the old content of an updated row would have to be kept.");
    }

    /** The last content of each key, of rows that come by another one. @param key of the sink's table */
    public PhysicalNode materialized(PhysicalNode rows, List<Integer> key, String table) {
        throw PlanErrors.unsupported(
                "The primary key of " + table
                        + " is not what identifies the rows of the query, so that two of them may claim one place; declare the key of the query as the table's");
    }
}
