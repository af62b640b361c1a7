package io.blink.sql.hint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.Hintable;
import org.apache.calcite.rel.hint.RelHint;

/** What a hint behind SELECT says of one relation of its FROM. The scans that make up the relation carry it as a mark. */
public sealed interface RelationHint permits JoinHint, LookupHint, StateTtlHint {
    /** Of relation and hint within the statement: the relation is what the scans with this id make up. */
    int id();

    /** As the hint spells it. */
    String relation();

    /** The mark of a scan; users cannot write it, since hints of a table other than OPTIONS are not obeyed. */
    String mark();

    /** What the mark says beside id and relation. */
    Map<String, String> content();

    /** Marks all scans of a relation, with how many aggregates the relation has above each. */
    default RelNode markScans(RelNode rows) {
        return rows.accept(new RelHomogeneousShuttle() {
            private int aggregates;

            @Override
            public RelNode visit(TableScan scan) {
                return marked(scan);
            }

            @Override
            public RelNode visit(RelNode other) {
                if (other instanceof TableScan scan) {
                    return marked(scan);
                }
                aggregates += other instanceof Aggregate ? 1 : 0;
                RelNode visited = super.visit(other);
                aggregates -= other instanceof Aggregate ? 1 : 0;
                return visited;
            }

            private RelNode marked(TableScan scan) {
                RelHint.Builder mark = RelHint.builder(mark())
                        .hintOption("id", Integer.toString(id()))
                        .hintOption("relation", relation())
                        .hintOption("aggregates", Integer.toString(aggregates));
                content().forEach(mark::hintOption);
                RelHint hint = mark.build();
                return scan.getHints().contains(hint) ? scan : ((Hintable) scan).attachHints(List.of(hint));
            }
        });
    }

    /** The marks among the hints of a scan. */
    static List<Marked> of(List<RelHint> hints) {
        List<Marked> marks = new ArrayList<>();
        for (RelHint hint : hints) {
            Map<String, String> options = hint.kvOptions;
            RelationHint read =
                    switch (hint.hintName) {
                        case JoinHint.MARK -> JoinHint.read(options);
                        case LookupHint.MARK -> LookupHint.read(options);
                        case StateTtlHint.MARK -> StateTtlHint.read(options);
                        default -> null;
                    };
            if (read != null) {
                marks.add(new Marked(read, Integer.parseInt(options.get("aggregates"))));
            }
        }
        return marks;
    }

    /**
     * A hint about the relation that a scan belongs to.
     *
     * @param aggregates that the relation has above the scan
     */
    record Marked(RelationHint hint, int aggregates) {}

    /** The hints of a kind that each scan below a node has. */
    static <H extends RelationHint> Set<H> ofAll(RelNode node, Class<H> kind) {
        return Marks.common(Marks.below(node), kind, false);
    }

    /** Those of them whose relation has all the aggregates that lie between: the SELECT of the hint made the node, not one around it or in it. */
    static <H extends RelationHint> Set<H> ofAllWithin(RelNode node, Class<H> kind) {
        return Marks.common(Marks.below(node), kind, true);
    }
}
