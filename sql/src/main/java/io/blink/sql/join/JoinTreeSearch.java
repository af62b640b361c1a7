package io.blink.sql.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds a cheap tree for a join graph. Up to {@link #EXACT_MAX} leaves by dynamic programming over connected sets (DPsub, Moerkotte and Neumann), bushy
 * trees included; above by dynamic programming over the intervals of some orders of the leaves (after Neumann and Radke, "Adaptive Optimization of Very
 * Large Join Queries"): the one in which joining the pair with the cheapest result first (GOO, Fegaras) leaves them, and for each leaf the one in which
 * the set that starts there grows least. Leaves that no condition connects are joined last, smallest first.
 */
final class JoinTreeSearch {
    static final int EXACT_MAX = 10;

    private final JoinCosts costs;

    private JoinTreeSearch(JoinCosts costs) {
        this.costs = costs;
    }

    static JoinTree search(JoinCosts costs) {
        JoinTreeSearch search = new JoinTreeSearch(costs);
        List<JoinTree> components = new ArrayList<>();
        for (long component : search.components()) {
            components.addAll(search.best(component));
        }
        components.sort(Comparator.comparingDouble(JoinTree::rows));
        return components.stream().reduce(costs::join).orElseThrow();
    }

    private List<Long> components() {
        List<Long> components = new ArrayList<>();
        long open = costs.leafCount() == Long.SIZE ? -1L : (1L << costs.leafCount()) - 1;
        while (open != 0) {
            long component = Long.lowestOneBit(open);
            for (long grown = costs.grown(component); grown != component; grown = costs.grown(component)) {
                component = grown;
            }
            components.add(component);
            open &= ~component;
        }
        return components;
    }

    /** The best tree of a component; several of one that only a condition over three or more leaves ties together. */
    private List<JoinTree> best(long component) {
        int[] leaves = leaves(component);
        JoinTree best = null;
        if (leaves.length <= EXACT_MAX) {
            best = exact(leaves);
        }
        if (best != null) {
            return List.of(best);
        }
        List<JoinTree> greedy = greedy(leaves);
        if (greedy.size() > 1) {
            return greedy;
        }
        best = overIntervals(order(greedy.get(0)));
        for (int start : leaves) {
            JoinTree candidate = overIntervals(grownFrom(start, leaves));
            best = candidate != null && candidate.cost() < best.cost() ? candidate : best;
        }
        return List.of(best);
    }

    private static int[] leaves(long set) {
        int[] leaves = new int[Long.bitCount(set)];
        int count = 0;
        for (long left = set; left != 0; left &= left - 1) {
            leaves[count++] = Long.numberOfTrailingZeros(left);
        }
        return leaves;
    }

    // ---- Exact

    private JoinTree exact(int[] leaves) {
        JoinTree[] best = new JoinTree[1 << leaves.length];
        for (int set = 1; set < best.length; set++) {
            best[set] = Integer.bitCount(set) == 1
                    ? costs.leaf(leaves[Integer.numberOfTrailingZeros(set)])
                    : bestSplit(set, best);
        }
        return best[best.length - 1];
    }

    /** A set has the same rows however it is split. */
    private JoinTree bestSplit(int set, JoinTree[] best) {
        int lowest = Integer.lowestOneBit(set);
        JoinTree cheapest = null;
        for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
            JoinTree one = best[part];
            JoinTree other = best[set ^ part];
            if ((part & lowest) != 0 && one != null && other != null && costs.connected(one.leaves(), other.leaves())) {
                double rows = cheapest == null ? costs.join(one, other).rows() : cheapest.rows();
                if (cheapest == null || costs.cost(one, other, rows) < cheapest.cost()) {
                    cheapest = costs.join(one, other, rows);
                }
            }
        }
        return cheapest;
    }

    // ---- Greedy

    private List<JoinTree> greedy(int[] leaves) {
        List<JoinTree> trees = new ArrayList<>();
        for (int leaf : leaves) {
            trees.add(costs.leaf(leaf));
        }
        for (JoinTree cheapest = cheapestJoin(trees); cheapest != null; cheapest = cheapestJoin(trees)) {
            trees.remove(cheapest.left());
            trees.remove(cheapest.right());
            trees.add(cheapest);
        }
        return trees;
    }

    private JoinTree cheapestJoin(List<JoinTree> trees) {
        JoinTree cheapest = null;
        for (int i = 0; i < trees.size(); i++) {
            for (int j = i + 1; j < trees.size(); j++) {
                if (costs.connected(trees.get(i).leaves(), trees.get(j).leaves())) {
                    JoinTree candidate = costs.join(trees.get(i), trees.get(j));
                    if (cheapest == null || added(candidate) < added(cheapest)) {
                        cheapest = candidate;
                    }
                }
            }
        }
        return cheapest;
    }

    private static double added(JoinTree join) {
        return join.cost() - join.left().cost() - join.right().cost();
    }

    // ---- Over the intervals of an order

    private static List<Integer> order(JoinTree tree) {
        if (tree.isLeaf()) {
            return List.of(Long.numberOfTrailingZeros(tree.leaves()));
        }
        List<Integer> order = new ArrayList<>(order(tree.left()));
        order.addAll(order(tree.right()));
        return order;
    }

    private List<Integer> grownFrom(int start, int[] leaves) {
        List<Integer> order = new ArrayList<>(List.of(start));
        JoinTree grown = costs.leaf(start);
        while (order.size() < leaves.length) {
            JoinTree least = null;
            int added = -1;
            for (int leaf : leaves) {
                if ((grown.leaves() >>> leaf & 1) == 0 && costs.connected(grown.leaves(), 1L << leaf)) {
                    JoinTree candidate = costs.join(grown, costs.leaf(leaf));
                    if (least == null || candidate.rows() < least.rows()) {
                        least = candidate;
                        added = leaf;
                    }
                }
            }
            if (least == null) {
                return List.of();
            }
            grown = least;
            order.add(added);
        }
        return order;
    }

    /** The best tree whose joins are of neighbouring intervals; {@code null} if there is none. */
    private JoinTree overIntervals(List<Integer> order) {
        int count = order.size();
        JoinTree[][] best = new JoinTree[count][count + 1];
        for (int from = count - 1; from >= 0; from--) {
            best[from][from + 1] = costs.leaf(order.get(from));
            for (int to = from + 2; to <= count; to++) {
                best[from][to] = bestCut(from, to, best);
            }
        }
        return count == 0 ? null : best[0][count];
    }

    private JoinTree bestCut(int from, int to, JoinTree[][] best) {
        JoinTree cheapest = null;
        for (int cut = from + 1; cut < to; cut++) {
            JoinTree one = best[from][cut];
            JoinTree other = best[cut][to];
            if (one != null && other != null && costs.connected(one.leaves(), other.leaves())) {
                double rows = cheapest == null ? costs.join(one, other).rows() : cheapest.rows();
                if (cheapest == null || costs.cost(one, other, rows) < cheapest.cost()) {
                    cheapest = costs.join(one, other, rows);
                }
            }
        }
        return cheapest;
    }
}
