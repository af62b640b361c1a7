package io.blink.state.table;

import java.util.Arrays;

/**
 * Addresses in the order of their records' keys: a B+-tree whose nodes hold the first 8 bytes of each key, so that most comparisons touch no record. Nodes that become empty go; others are not
 * merged, which suits keys that come and go in order. Keys are unique. Used on the task's thread.
 */
final class OrderIndex {
    private static final int NODE_ENTRIES = 64;
    private static final int LEAF_BYTES = 64 + NODE_ENTRIES * (Long.BYTES + Integer.BYTES);
    private static final int BRANCH_BYTES = 96 + NODE_ENTRIES * (Long.BYTES + 2 * Integer.BYTES);

    /** The keys of addresses. */
    interface Keys {
        /** Compares the key of a record with another, unsigned. */
        int compare(int address, byte[] key);

        byte[] key(int address);

        /** Whether a range gives the record; called only if {@link #hideSome}. */
        boolean isHidden(int address);

        boolean hideSome();
    }

    private abstract static sealed class Node permits Leaf, Branch {
        final long[] prefixes = new long[NODE_ENTRIES];
        int count;

        abstract long bytes();
    }

    private static final class Leaf extends Node {
        final int[] addresses = new int[NODE_ENTRIES];

        @Override
        long bytes() {
            return LEAF_BYTES;
        }
    }

    /** Child i has the keys from {@code least[i]} on; those below {@code least[0]} are in child 0 as well. */
    private static final class Branch extends Node {
        final byte[][] least = new byte[NODE_ENTRIES][];
        final Node[] children = new Node[NODE_ENTRIES];

        @Override
        long bytes() {
            return BRANCH_BYTES;
        }
    }

    private final Keys keys;
    private final StoreMemory memory;
    private Node root;
    private boolean hideSome;
    private long bytes;

    OrderIndex(Keys keys, StoreMemory memory) {
        this.keys = keys;
        this.memory = memory;
        root = account(new Leaf());
    }

    private <N extends Node> N account(N node) {
        memory.grow(node.bytes());
        bytes += node.bytes();
        return node;
    }

    private void forget(Node node) {
        memory.shrink(node.bytes());
        bytes -= node.bytes();
    }

    static long prefix(byte[] key) {
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = prefix << 8 | (i < key.length ? key[i] & 0xFF : 0);
        }
        return prefix;
    }

    /** The address of a key, or {@link RecordAddress#NONE}. */
    int find(byte[] key) {
        long prefix = prefix(key);
        Leaf leaf = leaf(key, prefix);
        int at = position(leaf, key, prefix);
        return isAt(leaf, at, key, prefix) ? leaf.addresses[at] : RecordAddress.NONE;
    }

    /** Gives the record of a key another address; the key must be there. */
    void replace(byte[] key, int address) {
        long prefix = prefix(key);
        Leaf leaf = leaf(key, prefix);
        leaf.addresses[position(leaf, key, prefix)] = address;
    }

    private Leaf leaf(byte[] key, long prefix) {
        Node node = root;
        while (node instanceof Branch branch) {
            node = branch.children[child(branch, key, prefix)];
        }
        return (Leaf) node;
    }

    private boolean isAt(Leaf leaf, int at, byte[] key, long prefix) {
        return at < leaf.count && leaf.prefixes[at] == prefix && keys.compare(leaf.addresses[at], key) == 0;
    }

    /** The first entry of a leaf that is not before a key. */
    private int position(Leaf leaf, byte[] key, long prefix) {
        int low = 0;
        int high = leaf.count;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(leaf.prefixes[middle], prefix);
            if (order < 0 || order == 0 && keys.compare(leaf.addresses[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int child(Branch branch, byte[] key, long prefix) {
        int low = 0;
        int high = branch.count;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(branch.prefixes[middle], prefix);
            if (order < 0 || order == 0 && Arrays.compareUnsigned(branch.least[middle], key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    // ---- Adding

    void add(byte[] key, int address) {
        Node right = add(root, key, prefix(key), address);
        if (right != null) {
            Branch above = account(new Branch());
            Node left = root;
            insertChild(above, 0, least(left), left);
            insertChild(above, 1, least(right), right);
            root = above;
        }
    }

    /** Adds below a node; returns the right half if the node was split. */
    private Node add(Node node, byte[] key, long prefix, int address) {
        if (node instanceof Leaf leaf) {
            return addToLeaf(leaf, key, prefix, address);
        }
        Branch branch = (Branch) node;
        int child = child(branch, key, prefix);
        Node right = add(branch.children[child], key, prefix, address);
        return right == null ? null : addChild(branch, child + 1, right);
    }

    private Leaf addToLeaf(Leaf leaf, byte[] key, long prefix, int address) {
        int at = position(leaf, key, prefix);
        if (leaf.count < NODE_ENTRIES) {
            insert(leaf, at, prefix, address);
            return null;
        }
        Leaf right = account(new Leaf());
        // Keys that come in order fill their leaves.
        int kept = at == NODE_ENTRIES ? NODE_ENTRIES : NODE_ENTRIES / 2;
        right.count = NODE_ENTRIES - kept;
        System.arraycopy(leaf.prefixes, kept, right.prefixes, 0, right.count);
        System.arraycopy(leaf.addresses, kept, right.addresses, 0, right.count);
        leaf.count = kept;
        if (at < kept) {
            insert(leaf, at, prefix, address);
        } else {
            insert(right, at - kept, prefix, address);
        }
        return right;
    }

    private static void insert(Leaf leaf, int at, long prefix, int address) {
        System.arraycopy(leaf.prefixes, at, leaf.prefixes, at + 1, leaf.count - at);
        System.arraycopy(leaf.addresses, at, leaf.addresses, at + 1, leaf.count - at);
        leaf.prefixes[at] = prefix;
        leaf.addresses[at] = address;
        leaf.count++;
    }

    private byte[] least(Node node) {
        return node instanceof Leaf leaf ? keys.key(leaf.addresses[0]) : ((Branch) node).least[0];
    }

    private Branch addChild(Branch branch, int at, Node child) {
        byte[] least = least(child);
        if (branch.count < NODE_ENTRIES) {
            insertChild(branch, at, least, child);
            return null;
        }
        Branch right = account(new Branch());
        int kept = at == NODE_ENTRIES ? NODE_ENTRIES - 1 : NODE_ENTRIES / 2;
        right.count = NODE_ENTRIES - kept;
        System.arraycopy(branch.prefixes, kept, right.prefixes, 0, right.count);
        System.arraycopy(branch.least, kept, right.least, 0, right.count);
        System.arraycopy(branch.children, kept, right.children, 0, right.count);
        Arrays.fill(branch.children, kept, NODE_ENTRIES, null);
        Arrays.fill(branch.least, kept, NODE_ENTRIES, null);
        branch.count = kept;
        if (at <= kept) {
            insertChild(branch, at, least, child);
        } else {
            insertChild(right, at - kept, least, child);
        }
        return right;
    }

    private static void insertChild(Branch branch, int at, byte[] least, Node child) {
        int behind = branch.count - at;
        System.arraycopy(branch.prefixes, at, branch.prefixes, at + 1, behind);
        System.arraycopy(branch.least, at, branch.least, at + 1, behind);
        System.arraycopy(branch.children, at, branch.children, at + 1, behind);
        branch.prefixes[at] = prefix(least);
        branch.least[at] = least;
        branch.children[at] = child;
        branch.count++;
    }

    // ---- Removing

    /** The address of the key that was removed, or {@link RecordAddress#NONE}. */
    int remove(byte[] key) {
        int removed = remove(root, key, prefix(key));
        while (root instanceof Branch branch && branch.count <= 1) {
            Node above = root;
            root = branch.count == 1 ? branch.children[0] : account(new Leaf());
            forget(above);
        }
        return removed;
    }

    private int remove(Node node, byte[] key, long prefix) {
        if (node instanceof Leaf leaf) {
            return removeFromLeaf(leaf, key, prefix);
        }
        Branch branch = (Branch) node;
        int at = child(branch, key, prefix);
        Node child = branch.children[at];
        int removed = remove(child, key, prefix);
        if (child.count == 0) {
            forget(child);
            int behind = --branch.count - at;
            System.arraycopy(branch.prefixes, at + 1, branch.prefixes, at, behind);
            System.arraycopy(branch.least, at + 1, branch.least, at, behind);
            System.arraycopy(branch.children, at + 1, branch.children, at, behind);
            branch.children[branch.count] = null;
            branch.least[branch.count] = null;
        }
        return removed;
    }

    private int removeFromLeaf(Leaf leaf, byte[] key, long prefix) {
        int at = position(leaf, key, prefix);
        if (!isAt(leaf, at, key, prefix)) {
            return RecordAddress.NONE;
        }
        int removed = leaf.addresses[at];
        int behind = --leaf.count - at;
        System.arraycopy(leaf.prefixes, at + 1, leaf.prefixes, at, behind);
        System.arraycopy(leaf.addresses, at + 1, leaf.addresses, at, behind);
        return removed;
    }

    // ---- Ranges

    /**
     * Addresses of keys from {@code from} (included) to {@code to} (not included), either absent for no bound.
     *
     * @return how many were written to {@code target}, at most its length
     */
    int collect(byte[] from, byte[] to, boolean descending, int[] target) {
        hideSome = keys.hideSome();
        return descending ? descend(root, from, to, target, 0) : ascend(root, from, to, target, 0);
    }

    private int ascend(Node node, byte[] from, byte[] to, int[] target, int found) {
        int count = found;
        if (node instanceof Leaf leaf) {
            int end = to == null ? leaf.count : position(leaf, to, prefix(to));
            for (int i = from == null ? 0 : position(leaf, from, prefix(from)); i < end && count < target.length; i++) {
                target[count] = leaf.addresses[i];
                count += hideSome && keys.isHidden(target[count]) ? 0 : 1;
            }
            return count;
        }
        Branch branch = (Branch) node;
        int last = to == null ? branch.count - 1 : child(branch, to, prefix(to));
        for (int i = from == null ? 0 : child(branch, from, prefix(from)); i <= last && count < target.length; i++) {
            count = ascend(branch.children[i], from, to, target, count);
        }
        return count;
    }

    private int descend(Node node, byte[] from, byte[] to, int[] target, int found) {
        int count = found;
        if (node instanceof Leaf leaf) {
            int first = from == null ? 0 : position(leaf, from, prefix(from));
            int end = to == null ? leaf.count : position(leaf, to, prefix(to));
            for (int i = end - 1; i >= first && count < target.length; i--) {
                target[count] = leaf.addresses[i];
                count += hideSome && keys.isHidden(target[count]) ? 0 : 1;
            }
            return count;
        }
        Branch branch = (Branch) node;
        int first = from == null ? 0 : child(branch, from, prefix(from));
        for (int i = to == null ? branch.count - 1 : child(branch, to, prefix(to));
                i >= first && count < target.length;
                i--) {
            count = descend(branch.children[i], from, to, target, count);
        }
        return count;
    }

    /** Gives the memory back. */
    void release() {
        memory.shrink(bytes);
        bytes = 0;
        root = new Leaf();
    }
}
