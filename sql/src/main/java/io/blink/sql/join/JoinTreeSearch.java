package io.blink.sql.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Finds a cheap tree for a join graph. Up to {@link #EXACT_MAX} leaves by dynamic programming over connected sets (DPsub, Moerkotte and Neumann), bushy
 * trees included; above by joining the pair with the smallest result first (GOO, Fegaras). A tree costs the rows of all its intermediate results and
 * of its build sides; a join without an equality costs the product of its sides. Leaves that no condition connects are joined last, smallest first.
 */
final class JoinTreeSearch {
    static final int EXACT_MAX = 10;

    /** A tree over a set of leaves. @param left {@code null} for a leaf */
    record Tree(long leaves, double rows, double cost, Tree left, Tree right) {
        boolean isLeaf() {
            return left == null;
        }
    }

    private final double[] leafRows;
    private final long[] conjunctLeaves;
    private final double[] selectivities;
    private final boolean[] equalities;

    JoinTreeSearch(JoinGraph graph, Cardinality cardinality) {
        Estimate all = null;
        this.leafRows = new double[graph.leaves().size()];
        for (int i = 0; i < leafRows.length; i++) {
            Estimate leaf = cardinality.of(graph.leaves().get(i));
            leafRows[i] = leaf.rows();
            all = all == null ? leaf : Cardinality.joined(all, leaf);
        }
        int count = graph.conjuncts().size();
        this.conjunctLeaves = new long[count];
        this.selectivities = new double[count];
        this.equalities = new boolean[count];
        for (int i = 0; i < count; i++) {
            RexNode conjunct = graph.conjuncts().get(i);
            conjunctLeaves[i] = graph.leavesOf(conjunct);
            selectivities[i] = Math.max(1e-12, Selectivity.ofJoin(conjunct, all));
            equalities[i] = conjunct.isA(SqlKind.EQUALS) || conjunct.isA(SqlKind.IS_NOT_DISTINCT_FROM);
        }
    }

    Tree search() {
        List<Tree> components = leafRows.length <= EXACT_MAX ? exact() : greedy();
        if (components.contains(null)) {
            components = greedy();
        }
        components.sort(Comparator.comparingDouble(Tree::rows));
        Tree tree = components.get(0);
        for (Tree component : components.subList(1, components.size())) {
            tree = join(tree, component);
        }
        return tree;
    }

    /** The best tree of each connected component; {@code null} for one that only a condition over three or more leaves ties together. */
    private List<Tree> exact() {
        int sets = 1 << leafRows.length;
        Tree[] best = new Tree[sets];
        for (int set = 1; set < sets; set++) {
            if (Integer.bitCount(set) == 1) {
                best[set] = leaf(Integer.numberOfTrailingZeros(set));
                continue;
            }
            int lowest = Integer.lowestOneBit(set);
            for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
                int rest = set ^ part;
                if ((part & lowest) != 0 && best[part] != null && best[rest] != null && connected(part, rest)) {
                    Tree candidate = join(best[part], best[rest]);
                    if (best[set] == null || candidate.cost() < best[set].cost()) {
                        best[set] = candidate;
                    }
                }
            }
        }
        return components(best);
    }

    private List<Tree> components(Tree[] best) {
        List<Tree> components = new ArrayList<>();
        int open = best.length - 1;
        while (open != 0) {
            int component = Integer.lowestOneBit(open);
            for (int grown = grow(component); grown != component; grown = grow(component)) {
                component = grown;
            }
            components.add(best[component]);
            open &= ~component;
        }
        return components;
    }

    /** The set and all leaves that a condition ties to it. */
    private int grow(int set) {
        long grown = set;
        for (long leaves : conjunctLeaves) {
            if ((leaves & set) != 0) {
                grown |= leaves;
            }
        }
        return (int) grown;
    }

    private List<Tree> greedy() {
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < leafRows.length; i++) {
            trees.add(leaf(i));
        }
        for (Tree cheapest = cheapestJoin(trees); cheapest != null; cheapest = cheapestJoin(trees)) {
            trees.remove(cheapest.left());
            trees.remove(cheapest.right());
            trees.add(cheapest);
        }
        return trees;
    }

    private Tree cheapestJoin(List<Tree> trees) {
        Tree cheapest = null;
        for (int i = 0; i < trees.size(); i++) {
            for (int j = i + 1; j < trees.size(); j++) {
                if (connected(trees.get(i).leaves(), trees.get(j).leaves())) {
                    Tree candidate = join(trees.get(i), trees.get(j));
                    if (cheapest == null || added(candidate) < added(cheapest)) {
                        cheapest = candidate;
                    }
                }
            }
        }
        return cheapest;
    }

    private static double added(Tree join) {
        return join.cost() - join.left().cost() - join.right().cost();
    }

    private Tree leaf(int index) {
        return new Tree(1L << index, leafRows[index], 0, null, null);
    }

    private boolean connected(long one, long other) {
        long both = one | other;
        for (long leaves : conjunctLeaves) {
            if ((leaves & ~both) == 0 && (leaves & one) != 0 && (leaves & other) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The side with more rows goes left, where rows stream past the table built of the right. */
    private Tree join(Tree one, Tree other) {
        long both = one.leaves() | other.leaves();
        double rows = one.rows() * other.rows();
        boolean equality = false;
        for (int i = 0; i < conjunctLeaves.length; i++) {
            long leaves = conjunctLeaves[i];
            if ((leaves & ~both) == 0 && (leaves & one.leaves()) != 0 && (leaves & other.leaves()) != 0) {
                rows *= selectivities[i];
                equality |= equalities[i];
            }
        }
        rows = Math.max(1, rows);
        double work = equality ? rows + Math.min(one.rows(), other.rows()) : one.rows() * other.rows() + rows;
        boolean swap = one.rows() < other.rows();
        return new Tree(both, rows, one.cost() + other.cost() + work, swap ? other : one, swap ? one : other);
    }
}
