package io.blink.sql.share;

import java.util.List;
import org.apache.calcite.rel.RelNode;

/** A sub-plan that was found more than once, on its way from the tree as written to the optimized one. */
final class SharedSubPlan {
    private final int id;
    private RelNode tree;
    private List<Integer> columns = List.of();
    private boolean shared;

    /** @param tree as it was found */
    SharedSubPlan(int id, RelNode tree) {
        this.id = id;
        this.tree = tree;
    }

    int id() {
        return id;
    }

    RelNode tree() {
        return tree;
    }

    void become(RelNode newTree) {
        tree = newTree;
    }

    /** It will be computed for all its readers, with these of the columns that it had. */
    void share(List<Integer> kept) {
        columns = List.copyOf(kept);
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    List<Integer> columns() {
        return columns;
    }
}
