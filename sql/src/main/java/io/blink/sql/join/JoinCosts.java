package io.blink.sql.join;

import io.blink.sql.join.Estimate.ColumnEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Rows and costs of joins of sets of leaves. A join costs the rows that it emits and those of its build side; one without an equality costs the product of
 * its sides. Of a class of equal columns that both sides have one equality counts: that of the columns with the fewest values. Where two leaves are
 * compared by several classes each further one counts less, since the columns of a key of several columns depend on each other, and all together let
 * through what a key of the larger table would.
 */
final class JoinCosts {
    private final JoinGraph graph;
    private final Estimate[] leaves;

    /** For each class and leaf the leaf's column of the class, or {@code null}. */
    private final ColumnEstimate[][] members;

    private final long[] classLeaves;
    private final long[] otherLeaves;
    private final double[] otherSelectivities;
    private final boolean[] otherEqualities;

    JoinCosts(JoinGraph graph, EqualColumns equal, Cardinality cardinality) {
        this.graph = graph;
        this.leaves = graph.leaves().stream().map(cardinality::of).toArray(Estimate[]::new);
        int classes = equal.classes().size();
        this.members = new ColumnEstimate[classes][leaves.length];
        this.classLeaves = new long[classes];
        for (int i = 0; i < classes; i++) {
            for (int column : equal.classes().get(i)) {
                int leaf = graph.leafOf(column);
                int inLeaf = column - graph.firstColumns().get(leaf);
                members[i][leaf] = leaves[leaf].columns().get(inLeaf);
                classLeaves[i] |= 1L << leaf;
            }
        }
        List<RexNode> others = equal.others();
        this.otherLeaves = others.stream().mapToLong(graph::leavesOf).toArray();
        this.otherSelectivities = others.stream().mapToDouble(this::selectivity).toArray();
        this.otherEqualities = new boolean[others.size()];
        for (int i = 0; i < otherEqualities.length; i++) {
            otherEqualities[i] =
                    others.get(i).isA(SqlKind.EQUALS) || others.get(i).isA(SqlKind.IS_NOT_DISTINCT_FROM);
        }
    }

    private double selectivity(RexNode conjunct) {
        List<ColumnEstimate> all = new ArrayList<>();
        double rows = 1;
        for (Estimate leaf : leaves) {
            all.addAll(leaf.columns());
            rows = Math.max(rows, leaf.rows());
        }
        return Selectivity.ofJoin(conjunct, new Estimate(rows, all), all.size(), rows, rows);
    }

    int leafCount() {
        return leaves.length;
    }

    JoinTree leaf(int leaf) {
        return new JoinTree(1L << leaf, leaves[leaf].rows(), 0, null, null);
    }

    /** Whether a condition speaks of leaves of both, and of none else. */
    boolean connected(long one, long other) {
        for (long of : classLeaves) {
            if ((of & one) != 0 && (of & other) != 0) {
                return true;
            }
        }
        long both = one | other;
        for (long of : otherLeaves) {
            if ((of & ~both) == 0 && (of & one) != 0 && (of & other) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The set and all leaves that a condition ties to it. */
    long grown(long set) {
        long grown = set;
        for (long of : classLeaves) {
            grown |= (of & set) == 0 ? 0 : of;
        }
        for (long of : otherLeaves) {
            grown |= (of & set) == 0 ? 0 : of;
        }
        return grown;
    }

    /** Of the pairs of rows of two sets the share that their join emits. */
    double selectivity(long one, long other) {
        long both = one | other;
        double selectivity = ofClasses(one, other);
        for (int i = 0; i < otherLeaves.length; i++) {
            long of = otherLeaves[i];
            if ((of & ~both) == 0 && (of & one) != 0 && (of & other) != 0) {
                selectivity *= otherSelectivities[i];
            }
        }
        return selectivity;
    }

    private double ofClasses(long one, long other) {
        List<Integer> crossing = new ArrayList<>();
        double[] alone = new double[members.length];
        for (int i = 0; i < members.length; i++) {
            if ((classLeaves[i] & one) != 0 && (classLeaves[i] & other) != 0) {
                crossing.add(i);
                alone[i] = ofClass(i, one, other);
            }
        }
        crossing.sort(Comparator.comparingDouble(of -> alone[of]));
        double selectivity = 1;
        double leastOfKey = 0;
        for (int i = 0; i < crossing.size(); i++) {
            int of = crossing.get(i);
            long before = crossing.subList(0, i).stream()
                    .filter(known -> compareSameLeaves(known, of, one, other))
                    .count();
            selectivity *= Math.pow(alone[of], 1.0 / (1 << Math.min(10, before)));
            leastOfKey = before < i ? 0 : KeyMatch.leastOfKey(side(of, one), side(of, other));
        }
        return crossing.size() < 2 ? selectivity : Math.max(selectivity, leastOfKey);
    }

    private boolean compareSameLeaves(int first, int second, long one, long other) {
        long leavesOfBoth = classLeaves[first] & classLeaves[second];
        return (leavesOfBoth & one) != 0 && (leavesOfBoth & other) != 0;
    }

    private double ofClass(int of, long one, long other) {
        return KeyMatch.selectivity(side(of, one), side(of, other));
    }

    private KeyMatch.Side side(int of, long set) {
        int leaf = narrowest(of, set);
        return members[of][leaf].in(leaves[leaf].rows());
    }

    /** The leaf of the set whose column of the class has the fewest values. */
    private int narrowest(int of, long set) {
        int narrowest = -1;
        for (long left = classLeaves[of] & set; left != 0; left &= left - 1) {
            int leaf = Long.numberOfTrailingZeros(left);
            if (narrowest < 0 || members[of][leaf].distinct() < members[of][narrowest].distinct()) {
                narrowest = leaf;
            }
        }
        return narrowest;
    }

    /** @param rows that the join emits */
    double cost(JoinTree one, JoinTree other, double rows) {
        double work = hasEquality(one.leaves(), other.leaves())
                ? rows + Math.min(one.rows(), other.rows())
                : one.rows() * other.rows() + rows;
        return one.cost() + other.cost() + work;
    }

    private boolean hasEquality(long one, long other) {
        for (long of : classLeaves) {
            if ((of & one) != 0 && (of & other) != 0) {
                return true;
            }
        }
        for (int i = 0; i < otherLeaves.length; i++) {
            long of = otherLeaves[i];
            if (otherEqualities[i] && (of & ~(one | other)) == 0 && (of & one) != 0 && (of & other) != 0) {
                return true;
            }
        }
        return false;
    }

    JoinTree join(JoinTree one, JoinTree other) {
        double rows = Math.max(1, one.rows() * other.rows() * selectivity(one.leaves(), other.leaves()));
        return join(one, other, rows);
    }

    /** The side with more rows goes left, where rows stream past the table built of the right. */
    JoinTree join(JoinTree one, JoinTree other, double rows) {
        boolean swap = one.rows() < other.rows();
        return new JoinTree(
                one.leaves() | other.leaves(), rows, cost(one, other, rows), swap ? other : one, swap ? one : other);
    }
}
