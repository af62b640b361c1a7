package io.blink.state.table;

import io.blink.state.record.OrderKey;
import java.util.Arrays;

/**
 * Addresses in the order of their records' keys: a B+-tree whose nodes hold the group and the prefix of each key, so that most comparisons touch no record. Nodes that become empty go; others are not
 * merged, which suits keys that come and go in order. Keys are unique. Used on the task's thread.
 */
final class OrderIndex {
    private static final int NODE_ENTRIES = 64;
    private static final int LEAF_BYTES = 80 + NODE_ENTRIES * (2 * Long.BYTES + Integer.BYTES);
    private static final int BRANCH_BYTES = 112 + NODE_ENTRIES * (2 * Long.BYTES + 2 * Integer.BYTES);

    /** The keys of addresses. */
    interface Keys {
        /** Compares all bytes of the key of a record with those of another. */
        int compareBytes(int address, OrderKey key);

        void read(int address, OrderKey target);

        /** Before a range is read: whether records may be hidden. */
        boolean hideSome();

        /** Whether a range leaves the record out. */
        boolean isHidden(int address);
    }

    private abstract static sealed class Node permits Leaf, Branch {
        final long[] groups = new long[NODE_ENTRIES];
        final long[] prefixes = new long[NODE_ENTRIES];
        int count;

        abstract long bytes();

        final void copy(int from, Node target, int to, int entries) {
            System.arraycopy(groups, from, target.groups, to, entries);
            System.arraycopy(prefixes, from, target.prefixes, to, entries);
        }

        final void set(int at, OrderKey key) {
            groups[at] = key.group;
            prefixes[at] = key.prefix;
        }
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
    private final OrderKey scratch = new OrderKey();
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

    /** The address of a key, or {@link RecordAddress#NONE}. */
    int find(OrderKey key) {
        Leaf leaf = leaf(key);
        int at = position(leaf, key);
        return isAt(leaf, at, key) ? leaf.addresses[at] : RecordAddress.NONE;
    }

    /** Gives the record of a key another address; the key must be there. */
    void replace(OrderKey key, int address) {
        Leaf leaf = leaf(key);
        leaf.addresses[position(leaf, key)] = address;
    }

    private Leaf leaf(OrderKey key) {
        Node node = root;
        while (node instanceof Branch branch) {
            node = branch.children[child(branch, key)];
        }
        return (Leaf) node;
    }

    private boolean isAt(Leaf leaf, int at, OrderKey key) {
        return at < leaf.count
                && leaf.groups[at] == key.group
                && leaf.prefixes[at] == key.prefix
                && keys.compareBytes(leaf.addresses[at], key) == 0;
    }

    /** The order of an entry's group and prefix against a key's. */
    private static int compare(Node node, int at, OrderKey key) {
        int order = Long.compareUnsigned(node.groups[at], key.group);
        return order == 0 ? Long.compareUnsigned(node.prefixes[at], key.prefix) : order;
    }

    /** The first entry of a leaf that is not before a key. */
    private int position(Leaf leaf, OrderKey key) {
        int low = 0;
        int high = leaf.count;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = compare(leaf, middle, key);
            if (order < 0 || order == 0 && keys.compareBytes(leaf.addresses[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int child(Branch branch, OrderKey key) {
        int low = 0;
        int high = branch.count;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = compare(branch, middle, key);
            if (order < 0 || order == 0 && isNotBehind(branch.least[middle], key)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    private static boolean isNotBehind(byte[] least, OrderKey key) {
        return key.compareBytes(least, 0, least.length) >= 0;
    }

    // ---- Adding

    void add(OrderKey key, int address) {
        Node right = add(root, key, address);
        if (right != null) {
            Branch above = account(new Branch());
            Node left = root;
            insertChild(above, 0, left);
            insertChild(above, 1, right);
            root = above;
        }
    }

    /** Adds below a node; returns the right half if the node was split. */
    private Node add(Node node, OrderKey key, int address) {
        if (node instanceof Leaf leaf) {
            return addToLeaf(leaf, key, address);
        }
        Branch branch = (Branch) node;
        int child = child(branch, key);
        Node right = add(branch.children[child], key, address);
        return right == null ? null : addChild(branch, child + 1, right);
    }

    private Leaf addToLeaf(Leaf leaf, OrderKey key, int address) {
        int at = position(leaf, key);
        if (leaf.count < NODE_ENTRIES) {
            insert(leaf, at, key, address);
            return null;
        }
        Leaf right = account(new Leaf());
        // Keys that come in order fill their leaves.
        int kept = at == NODE_ENTRIES ? NODE_ENTRIES : NODE_ENTRIES / 2;
        right.count = NODE_ENTRIES - kept;
        leaf.copy(kept, right, 0, right.count);
        System.arraycopy(leaf.addresses, kept, right.addresses, 0, right.count);
        leaf.count = kept;
        if (at < kept) {
            insert(leaf, at, key, address);
        } else {
            insert(right, at - kept, key, address);
        }
        return right;
    }

    private static void insert(Leaf leaf, int at, OrderKey key, int address) {
        leaf.copy(at, leaf, at + 1, leaf.count - at);
        System.arraycopy(leaf.addresses, at, leaf.addresses, at + 1, leaf.count - at);
        leaf.set(at, key);
        leaf.addresses[at] = address;
        leaf.count++;
    }

    private Branch addChild(Branch branch, int at, Node child) {
        if (branch.count < NODE_ENTRIES) {
            insertChild(branch, at, child);
            return null;
        }
        Branch right = account(new Branch());
        int kept = at == NODE_ENTRIES ? NODE_ENTRIES - 1 : NODE_ENTRIES / 2;
        right.count = NODE_ENTRIES - kept;
        branch.copy(kept, right, 0, right.count);
        System.arraycopy(branch.least, kept, right.least, 0, right.count);
        System.arraycopy(branch.children, kept, right.children, 0, right.count);
        Arrays.fill(branch.least, kept, NODE_ENTRIES, null);
        Arrays.fill(branch.children, kept, NODE_ENTRIES, null);
        branch.count = kept;
        if (at <= kept) {
            insertChild(branch, at, child);
        } else {
            insertChild(right, at - kept, child);
        }
        return right;
    }

    private void insertChild(Branch branch, int at, Node child) {
        int behind = branch.count - at;
        branch.copy(at, branch, at + 1, behind);
        System.arraycopy(branch.least, at, branch.least, at + 1, behind);
        System.arraycopy(branch.children, at, branch.children, at + 1, behind);
        branch.children[at] = child;
        branch.count++;
        if (child instanceof Branch below) {
            branch.groups[at] = below.groups[0];
            branch.prefixes[at] = below.prefixes[0];
            branch.least[at] = below.least[0];
        } else {
            keys.read(((Leaf) child).addresses[0], scratch);
            branch.set(at, scratch);
            branch.least[at] = Arrays.copyOfRange(scratch.bytes, scratch.from, scratch.to);
        }
    }

    // ---- Removing

    /** The address of the key that was removed, or {@link RecordAddress#NONE}. */
    int remove(OrderKey key) {
        int removed = remove(root, key);
        while (root instanceof Branch branch && branch.count <= 1) {
            Node above = root;
            root = branch.count == 1 ? branch.children[0] : account(new Leaf());
            forget(above);
        }
        return removed;
    }

    private int remove(Node node, OrderKey key) {
        if (node instanceof Leaf leaf) {
            return removeFromLeaf(leaf, key);
        }
        Branch branch = (Branch) node;
        int at = child(branch, key);
        Node child = branch.children[at];
        int removed = remove(child, key);
        if (child.count == 0) {
            forget(child);
            int behind = --branch.count - at;
            branch.copy(at + 1, branch, at, behind);
            System.arraycopy(branch.least, at + 1, branch.least, at, behind);
            System.arraycopy(branch.children, at + 1, branch.children, at, behind);
            branch.least[branch.count] = null;
            branch.children[branch.count] = null;
        }
        return removed;
    }

    private int removeFromLeaf(Leaf leaf, OrderKey key) {
        int at = position(leaf, key);
        if (!isAt(leaf, at, key)) {
            return RecordAddress.NONE;
        }
        int removed = leaf.addresses[at];
        int behind = --leaf.count - at;
        leaf.copy(at + 1, leaf, at, behind);
        System.arraycopy(leaf.addresses, at + 1, leaf.addresses, at, behind);
        return removed;
    }

    // ---- Ranges

    /**
     * Adds the addresses of keys from {@code from} (included) to {@code to} (not included), either absent for no bound, at most {@code limit}.
     *
     * @return how many were added
     */
    int collect(OrderKey from, OrderKey to, boolean descending, int limit, AddressList target) {
        hideSome = keys.hideSome();
        int end = (int) Math.min(Integer.MAX_VALUE, (long) target.size() + limit);
        int before = target.size();
        if (descending) {
            descend(root, from, to, end, target);
        } else {
            ascend(root, from, to, end, target);
        }
        return target.size() - before;
    }

    private void add(int address, AddressList target) {
        if (!hideSome || !keys.isHidden(address)) {
            target.add(address);
        }
    }

    private void ascend(Node node, OrderKey from, OrderKey to, int end, AddressList target) {
        if (node instanceof Leaf leaf) {
            int last = to == null ? leaf.count : position(leaf, to);
            for (int i = from == null ? 0 : position(leaf, from); i < last && target.size() < end; i++) {
                add(leaf.addresses[i], target);
            }
            return;
        }
        Branch branch = (Branch) node;
        int last = to == null ? branch.count - 1 : child(branch, to);
        for (int i = from == null ? 0 : child(branch, from); i <= last && target.size() < end; i++) {
            ascend(branch.children[i], from, to, end, target);
        }
    }

    private void descend(Node node, OrderKey from, OrderKey to, int end, AddressList target) {
        if (node instanceof Leaf leaf) {
            int first = from == null ? 0 : position(leaf, from);
            int last = to == null ? leaf.count : position(leaf, to);
            for (int i = last - 1; i >= first && target.size() < end; i--) {
                add(leaf.addresses[i], target);
            }
            return;
        }
        Branch branch = (Branch) node;
        int first = from == null ? 0 : child(branch, from);
        for (int i = to == null ? branch.count - 1 : child(branch, to); i >= first && target.size() < end; i--) {
            descend(branch.children[i], from, to, end, target);
        }
    }

    /** Gives the memory back. */
    void release() {
        memory.shrink(bytes);
        bytes = 0;
        root = new Leaf();
    }
}
