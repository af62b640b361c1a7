package io.blink.sql.hint;

import io.blink.sql.catalog.BlinkTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.TableScan;

/** Finds what the scans below a node are marked with. */
final class Marks {
    private Marks() {}

    /** A scan's marks. @param aggregates that lie above it, up to the node */
    record Scan(List<RelationHint.Marked> marks, int aggregates) {
        <H extends RelationHint> Set<H> hints(Class<H> kind, boolean within) {
            Set<H> hints = new HashSet<>();
            for (RelationHint.Marked mark : marks) {
                if (kind.isInstance(mark.hint()) && (!within || mark.aggregates() == aggregates)) {
                    hints.add(kind.cast(mark.hint()));
                }
            }
            return hints;
        }
    }

    static List<Scan> below(RelNode node) {
        List<Scan> scans = new ArrayList<>();
        collect(node, 0, scans);
        return scans;
    }

    private static void collect(RelNode node, int aggregates, List<Scan> into) {
        if (node instanceof TableScan scan) {
            BlinkTable table = scan.getTable().unwrap(BlinkTable.class);
            into.add(new Scan(table == null ? List.of() : table.hints(), aggregates));
        }
        int above = aggregates + (node instanceof Aggregate ? 1 : 0);
        node.getInputs().forEach(input -> collect(input, above, into));
    }

    static <H extends RelationHint> Set<H> common(List<Scan> scans, Class<H> kind, boolean within) {
        Set<H> common = new HashSet<>();
        for (int i = 0; i < scans.size(); i++) {
            if (i == 0) {
                common.addAll(scans.get(i).hints(kind, within));
            } else {
                common.retainAll(scans.get(i).hints(kind, within));
            }
        }
        return common;
    }
}
