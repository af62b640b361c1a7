package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;

/**
 * Joins changes of one side with stored rows of the other, in steps of bounded size: key by key the rows are read, those of a long list in parts, then paired with the changes of their key.
 *
 * <p>What makes stored rows invisible alone is emitted before the pairs of a step, what makes them visible after them, so that rows of one key always come in the order in which they hold.
 */
final class ChangeMatching {
    /** Stored rows that are read at a time. */
    private static final int ROWS_READ = 4 * Batch.TARGET_ROWS;

    private final StreamJoinLayout layout;
    private final int side;
    private final RowChanges changes;
    private final SideRows other;
    private final JoinOutput output;
    private final PairBlock block;
    private final AloneRows vanishing;
    private final AloneRows appearing;
    private final boolean otherTracks;
    private final KeyMatches matches;
    private final long[] newMatches;
    /** Changes by group. */
    private final int[] changesByGroup;

    private final int[] groupStart;
    private int group;
    private long position;
    private Candidates candidates;
    /** What is added to the matches of the rows that were read, and how much of that has shown in what was emitted. */
    private long[] addends;

    private long[] settled;
    /** Groups of the rows that were read, and where each one's rows begin. */
    private int[] readGroups;

    private int[] readStart;
    private int readGroup;
    private int nextChange;
    private int nextCandidate;

    /**
     * Begins.
     *
     * @param side of the changes
     * @param newMatches grows by the matches of each change's new row; {@code null} if nobody counts them
     */
    ChangeMatching(
            StreamJoinLayout layout,
            int side,
            RowChanges changes,
            long[] newMatches,
            SideRows other,
            JoinOutput output,
            PairBlock block) {
        this.layout = layout;
        this.side = side;
        this.changes = changes;
        this.newMatches = newMatches;
        this.other = other;
        this.output = output;
        this.block = block;
        otherTracks = layout.side(1 - side).tracksMatches();
        vanishing = new AloneRows(output, 1 - side, layout.updateBefore());
        appearing = new AloneRows(output, 1 - side, layout.updateBefore());
        matches = other.locate(changes);
        groupStart = new int[matches.groups() + 1];
        changesByGroup = new int[changes.count()];
        groupChanges();
        if (matches.groups() > 0) {
            position = matches.first()[0];
        }
    }

    /** Whether the other side may have rows of a change's key. */
    boolean mayMatch(int change) {
        return matches.groupOf()[change] >= 0;
    }

    private void groupChanges() {
        int[] groupOf = matches.groupOf();
        for (int c = 0; c < changes.count(); c++) {
            if (groupOf[c] >= 0) {
                groupStart[groupOf[c] + 1]++;
            }
        }
        for (int g = 0; g < matches.groups(); g++) {
            groupStart[g + 1] += groupStart[g];
        }
        int[] next = Arrays.copyOf(groupStart, matches.groups());
        for (int c = 0; c < changes.count(); c++) {
            if (groupOf[c] >= 0) {
                changesByGroup[next[groupOf[c]]++] = c;
            }
        }
    }

    long retainedBytes() {
        return candidates == null ? 0 : candidates.rows().retainedBytes();
    }

    /** A step; false when all changes have met all rows. */
    boolean step() {
        if (candidates != null) {
            pair();
        } else if (group < matches.groups()) {
            read();
        } else {
            return false;
        }
        return true;
    }

    // ---- Stored rows

    private void read() {
        long[] positions = new long[ROWS_READ];
        int[] owners = new int[ROWS_READ];
        int count = 0;
        while (group < matches.groups() && count < ROWS_READ) {
            long end = matches.end()[group];
            while (position < end && count < ROWS_READ) {
                owners[count] = group;
                positions[count++] = position++;
            }
            if (position >= end) {
                group++;
                position = group < matches.groups() ? matches.first()[group] : 0;
            }
        }
        int[] members = new int[count];
        for (int i = 0; i < count; i++) {
            members[i] = matches.change()[owners[i]];
        }
        candidates = other.read(
                Take.of(changes.keys(), members, count),
                Take.of(changes.hashes(), members, count),
                Arrays.copyOf(positions, count),
                Arrays.copyOf(owners, count));
        addends = new long[otherTracks ? candidates.count() : 0];
        settled = new long[addends.length];
        findReadGroups();
    }

    private void findReadGroups() {
        int[] owners = candidates.owner();
        int count = candidates.count();
        readGroups = new int[count == 0 ? 0 : owners[count - 1] - owners[0] + 1];
        readStart = new int[readGroups.length + 1];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || owners[i] != owners[i - 1]) {
                readGroups[found] = owners[i];
                readStart[found++] = i;
            }
        }
        readStart[found] = count;
        readGroups = Arrays.copyOf(readGroups, found);
        readGroup = 0;
        startGroup();
    }

    private void startGroup() {
        if (readGroup < readGroups.length) {
            nextChange = groupStart[readGroups[readGroup]];
            nextCandidate = readStart[readGroup];
        }
    }

    // ---- Pairs

    private void pair() {
        expand();
        if (block.count() > 0) {
            if (layout.residual() == null) {
                block.markAll(changes);
            } else {
                block.test(layout.residual(), side, changes, candidates.rows());
            }
            if (newMatches != null || otherTracks) {
                countMatches();
            }
            vanishing.emit(candidates.rows());
            if (layout.emitsPairs()) {
                block.emit(output, side, changes, candidates, layout.updateBefore());
            }
            appearing.emit(candidates.rows());
        }
        if (readGroup >= readGroups.length) {
            if (otherTracks) {
                other.addMatches(candidates, addends);
            }
            candidates = null;
        }
    }

    private void expand() {
        block.clear();
        while (readGroup < readGroups.length && block.room() > 0) {
            int end = readStart[readGroup + 1];
            int taken = Math.min(end - nextCandidate, block.room());
            block.add(changesByGroup[nextChange], nextCandidate, taken);
            nextCandidate += taken;
            if (nextCandidate == end) {
                nextCandidate = readStart[readGroup];
                if (++nextChange == groupStart[readGroups[readGroup] + 1]) {
                    readGroup++;
                    startGroup();
                }
            }
        }
    }

    private void countMatches() {
        for (int i = 0; i < block.count(); i++) {
            int change = block.change(i);
            int candidate = block.candidate(i);
            if (newMatches != null && block.after(i)) {
                newMatches[change] += candidates.copies(candidate);
            }
            if (otherTracks && block.before(i) != block.after(i)) {
                addends[candidate] += block.after(i) ? changes.copies(change) : -changes.copies(change);
            }
        }
        if (otherTracks && layout.emitsAlone()) {
            settle();
        }
    }

    /** Stored rows whose matches now make them visible alone, or invisible, or change their mark. */
    private void settle() {
        for (int i = 0; i < block.count(); i++) {
            int candidate = block.candidate(i);
            long before = candidates.matches()[candidate] + settled[candidate];
            long after = candidates.matches()[candidate] + addends[candidate];
            settled[candidate] = addends[candidate];
            settle(candidate, before, after, candidates.copies(candidate));
        }
    }

    private void settle(int candidate, long before, long after, long copies) {
        boolean visibleBefore = layout.visibleAlone(before);
        boolean visibleAfter = layout.visibleAlone(after);
        if (visibleBefore && !visibleAfter) {
            vanishing.add(candidate, RowKinds.DELETE, copies);
        } else if (!visibleBefore && visibleAfter) {
            appearing.add(candidate, RowKinds.INSERT, StreamJoinLayout.mark(after), copies);
        } else if (layout.emitsMarks()) {
            boolean oldMark = StreamJoinLayout.mark(before);
            boolean newMark = StreamJoinLayout.mark(after);
            if (oldMark != newMark) {
                appearing.change(candidate, oldMark, candidate, newMark, copies);
            }
        }
    }
}
