package io.blink.sql.hint;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.hint.Hintable;
import org.apache.calcite.rel.hint.RelHint;

/**
 * What a hint asks for one relation.
 *
 * @param id of relation and hint within the statement: the relation is what the scans with this id make up
 * @param relation as the hint spells it
 */
public record JoinHint(int id, JoinStrategy strategy, String relation) {
    /** The mark of a scan; users cannot write it, since hints of a table other than OPTIONS are not obeyed. */
    private static final String MARK = "JOINED";

    /** Marks all scans of a relation. */
    RelNode markScans(RelNode rows) {
        RelHint mark = RelHint.builder(MARK)
                .hintOption("id", Integer.toString(id))
                .hintOption("strategy", strategy.name())
                .hintOption("relation", relation)
                .build();
        return rows.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(TableScan scan) {
                return marked(scan);
            }

            @Override
            public RelNode visit(RelNode other) {
                return other instanceof TableScan scan ? marked(scan) : super.visit(other);
            }

            private RelNode marked(TableScan scan) {
                return scan.getHints().contains(mark) ? scan : ((Hintable) scan).attachHints(List.of(mark));
            }
        });
    }

    /** The marks among the hints of a scan. */
    public static List<JoinHint> of(List<RelHint> hints) {
        List<JoinHint> marks = new ArrayList<>();
        for (RelHint hint : hints) {
            if (hint.hintName.equals(MARK)) {
                marks.add(new JoinHint(
                        Integer.parseInt(hint.kvOptions.get("id")),
                        JoinStrategy.valueOf(hint.kvOptions.get("strategy")),
                        hint.kvOptions.get("relation")));
            }
        }
        return marks;
    }

    @Override
    public String toString() {
        return strategy + "(" + relation + ")";
    }
}
