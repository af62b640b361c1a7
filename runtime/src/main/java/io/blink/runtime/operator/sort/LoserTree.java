package io.blink.runtime.operator.sort;

import java.util.Arrays;

/**
 * Which of several sorted sources is next (Knuth 5.4.1): an inner node holds the loser of the match played there, so that replacing the winner costs one comparison a level. Sources
 * that are equal win in the order of their numbers.
 */
final class LoserTree {
    /** The order of the heads of two sources that are not exhausted. */
    @FunctionalInterface
    interface Order {
        int compare(int source, int other);
    }

    private static final int NOBODY = -1;

    private final int sources;
    private final Order order;
    private final int[] losers;
    private final boolean[] exhausted;
    private int winner;

    LoserTree(int sources, Order order) {
        this.sources = sources;
        this.order = order;
        losers = new int[Math.max(1, sources)];
        exhausted = new boolean[sources];
    }

    /** Plays all matches; every source has a head, or is {@linkplain #exhaust exhausted}. */
    void build() {
        Arrays.fill(losers, NOBODY);
        winner = NOBODY;
        for (int source = sources - 1; source >= 0; source--) {
            enter(source);
        }
    }

    private void enter(int entering) {
        int candidate = entering;
        for (int node = entering + sources >>> 1; node > 0; node >>>= 1) {
            if (losers[node] == NOBODY) {
                losers[node] = candidate;
                return;
            }
            if (beats(losers[node], candidate)) {
                int stronger = losers[node];
                losers[node] = candidate;
                candidate = stronger;
            }
        }
        winner = candidate;
    }

    private boolean beats(int source, int other) {
        if (exhausted[source] || exhausted[other]) {
            return exhausted[source] == exhausted[other] ? source < other : exhausted[other];
        }
        int compared = order.compare(source, other);
        return compared < 0 || compared == 0 && source < other;
    }

    /** The source whose head is next, or -1 if all are exhausted. */
    int winner() {
        return winner == NOBODY || exhausted[winner] ? NOBODY : winner;
    }

    /** The winner has another head. */
    void replay() {
        int candidate = winner;
        for (int node = winner + sources >>> 1; node > 0; node >>>= 1) {
            if (beats(losers[node], candidate)) {
                int stronger = losers[node];
                losers[node] = candidate;
                candidate = stronger;
            }
        }
        winner = candidate;
    }

    /** The source has no more heads; follows with {@link #replay} if it is the winner. */
    void exhaust(int source) {
        exhausted[source] = true;
    }
}
