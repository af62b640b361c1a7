package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.plan.JoinType;
import java.util.Arrays;

/**
 * Joins the changes of one batch with the rows of the other side, in steps of bounded size: key by key the stored rows are read, those of a long list in parts, then paired with the changes of
 * their key.
 *
 * <p>A row of a side that counts matches is <i>visible alone</i> while it has none (LEFT, RIGHT, FULL, ANTI) or some (SEMI). What becomes invisible is emitted before the pairs of a step, what becomes
 * visible after them, so that rows of one key always come in the order in which they hold.
 */
final class BatchJoin {
    /** Stored rows that are read at a time. */
    private static final int ROWS_READ = 4 * Batch.TARGET_ROWS;

    private final StreamJoinLayout layout;
    private final int side;
    private final SideRows own;
    private final SideRows other;
    private final JoinOutput output;
    private final AloneRows ownAlone;
    private final AloneRows vanishing;
    private final AloneRows appearing;
    private final boolean ownTracks;
    private final boolean otherTracks;
    private final RowChanges changes;
    private final KeyMatches matches;
    private final long[] newMatches;
    /** Changes by group. */
    private final int[] changesByGroup;

    private final int[] groupStart;
    private final PairBlock block;
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
    private boolean done;

    BatchJoin(
            StreamJoinLayout layout,
            int side,
            SideRows own,
            SideRows other,
            JoinOutput output,
            PairBlock block,
            Batch batch) {
        this.layout = layout;
        this.side = side;
        this.own = own;
        this.other = other;
        this.output = output;
        this.block = block;
        ownTracks = layout.side(side).tracksMatches();
        otherTracks = layout.side(1 - side).tracksMatches();
        ownAlone = new AloneRows(output, side, layout.updateBefore());
        vanishing = new AloneRows(output, 1 - side, layout.updateBefore());
        appearing = new AloneRows(output, 1 - side, layout.updateBefore());
        changes = own.resolve(batch);
        matches = other.locate(changes);
        newMatches = ownTracks ? new long[changes.count()] : null;
        groupStart = new int[matches.groups() + 1];
        changesByGroup = new int[changes.count()];
        groupChanges();
        if (matches.groups() > 0) {
            position = matches.first()[0];
        }
        if (ownTracks) {
            emitKnown();
        }
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
        return changes.content().retainedBytes()
                + (candidates == null ? 0 : candidates.rows().retainedBytes());
    }

    /** A step; false when the batch is done and stored. */
    boolean step() {
        if (done) {
            return false;
        }
        if (candidates != null) {
            pair();
        } else if (group < matches.groups()) {
            read();
        } else {
            finish();
        }
        return true;
    }

    // ---- Rows alone

    private boolean visible(long matchCount) {
        return layout.type() == JoinType.SEMI ? matchCount > 0 : matchCount == 0;
    }

    private int visibleOld(int change) {
        return changes.hasOld(change) && visible(changes.oldMatches(change)) ? changes.oldRows()[change] : -1;
    }

    private int visibleNew(int change) {
        return changes.hasNew(change) && visible(newMatches[change]) ? changes.newRows()[change] : -1;
    }

    /** Rows whose key the other side does not have change at once; of others what was visible alone goes before pairs come. */
    private void emitKnown() {
        for (int c = 0; c < changes.count(); c++) {
            if (matches.groupOf()[c] < 0) {
                ownAlone.change(visibleOld(c), visibleNew(c), changes.copies(c));
            } else if (layout.type() != JoinType.SEMI) {
                ownAlone.change(visibleOld(c), -1, changes.copies(c));
            }
        }
        ownAlone.emit(changes.content());
    }

    private void finish() {
        if (ownTracks) {
            for (int c = 0; c < changes.count(); c++) {
                if (matches.groupOf()[c] >= 0) {
                    int old = layout.type() == JoinType.SEMI ? visibleOld(c) : -1;
                    ownAlone.change(old, visibleNew(c), changes.copies(c));
                }
            }
            ownAlone.emit(changes.content());
        }
        own.store(changes, newMatches);
        done = true;
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
            if (ownTracks || otherTracks) {
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
            if (ownTracks && block.after(i)) {
                newMatches[change] += candidates.copies(candidate);
            }
            if (otherTracks && block.before(i) != block.after(i)) {
                addends[candidate] += block.after(i) ? changes.copies(change) : -changes.copies(change);
            }
        }
        if (otherTracks) {
            settle();
        }
    }

    /** Stored rows whose matches now make them visible alone, or invisible. */
    private void settle() {
        for (int i = 0; i < block.count(); i++) {
            int candidate = block.candidate(i);
            boolean before = visible(candidates.matches()[candidate] + settled[candidate]);
            boolean after = visible(candidates.matches()[candidate] + addends[candidate]);
            settled[candidate] = addends[candidate];
            if (before && !after) {
                vanishing.add(candidate, JoinOutput.DELETE, candidates.copies(candidate));
            } else if (!before && after) {
                appearing.add(candidate, JoinOutput.INSERT, candidates.copies(candidate));
            }
        }
    }
}
