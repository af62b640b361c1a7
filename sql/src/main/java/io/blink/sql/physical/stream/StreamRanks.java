package io.blink.sql.physical.stream;

import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.over.RankLimits;
import java.util.List;
import org.apache.calcite.rel.core.Sort;

/** The first rows of an order in a stream. */
final class StreamRanks {
    StreamRanks(PlanningScope scope) {}

    boolean serves(PhysicalNode input, List<OverGroup> groups, RankLimits.Found limit) {
        return false;
    }

    PhysicalNode plan(PhysicalNode input, List<OverGroup> groups, RankLimits.Found limit) {
        throw new IllegalStateException("no ranks of " + groups);
    }

    PhysicalNode first(Sort sort, PhysicalNode input) {
        boolean ordered = !sort.getCollation().getFieldCollations().isEmpty();
        throw PlanErrors.unsupportedInStream(
                ordered ? "ORDER BY" : "LIMIT", "it would have to wait for the end of the rows.");
    }
}
