package io.blink.sql.join;

/** A tree of joins over a set of leaves. @param leaves as bits @param left {@code null} for a leaf */
record JoinTree(long leaves, double rows, double cost, JoinTree left, JoinTree right) {
    boolean isLeaf() {
        return left == null;
    }
}
