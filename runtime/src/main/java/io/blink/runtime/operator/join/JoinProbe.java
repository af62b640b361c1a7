package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.plan.JoinType;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.LiteralColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the matches of one probe batch at a time and puts output batches together. A batch goes through phases: pairs of rows with equal keys, filtered by the residual condition
 * many at a time; where IN may be unknown, pairs that decide that; then what the join emits for each probe row once, which depends on whether it had a match.
 */
final class JoinProbe {
    private static final int PAIRS = Batch.TARGET_ROWS;
    /** Rounds without output after which other tasks get their turn. */
    private static final int ROUNDS_MAX = 64;

    private enum Phase {
        IDLE,
        PAIRS,
        UNKNOWN,
        ROWS
    }

    private final JoinLayout layout;
    private final JoinBuild build;
    private final PairCondition residual;
    private final PairCondition unknownCondition;
    private final int[] outputPlaces;
    /** By right column: the left column that is the same in every pair, or -1. */
    private final int[] leftTwins;
    /** Places of the right columns that have no twin. */
    private final int[] gatheredPlaces;

    private final int[] pairPositions = new int[PAIRS];
    private final int[] pairRows = new int[PAIRS];
    private final int[] selected = new int[PAIRS];

    private Phase phase = Phase.IDLE;
    private Batch batch;
    private boolean firstPass;
    private boolean lastPass;
    private int[] groups = new int[0];
    private boolean[] nullKeys;
    private boolean[] matched = new boolean[0];
    private boolean[] unknown = new boolean[0];
    private int row;
    private int link;

    JoinProbe(JoinLayout layout, JoinBuild build, EvaluationContext evaluation) {
        this.layout = layout;
        this.build = build;
        residual = layout.residual() == null ? null : new PairCondition(layout.residual(), layout, evaluation);
        unknownCondition = layout.unknown() == null ? null : new PairCondition(layout.unknown(), layout, evaluation);
        outputPlaces =
                new int[layout.type().emitsRightColumns() ? layout.right().size() : 0];
        for (int i = 0; i < outputPlaces.length; i++) {
            outputPlaces[i] = layout.placeOf(i);
        }
        leftTwins = Arrays.stream(outputPlaces).map(layout::leftTwin).toArray();
        gatheredPlaces = IntStream.range(0, outputPlaces.length)
                .filter(i -> leftTwins[i] < 0)
                .map(i -> outputPlaces[i])
                .toArray();
    }

    /** Starts on a batch that meets the whole build side. */
    void start(Batch probe) {
        start(probe, null, true);
    }

    /**
     * Starts on a batch that meets a part of the build side.
     *
     * @param flags what earlier parts said of each row: 1 for a match, 2 for unknown; {@code null}: this is the first part
     * @param last whether this is the last part
     */
    void start(Batch probe, byte[] flags, boolean last) {
        int rows = probe.rowCount();
        if (groups.length < rows) {
            groups = new int[rows];
            matched = new boolean[rows];
            unknown = new boolean[rows];
        }
        batch = probe;
        firstPass = flags == null;
        lastPass = last;
        for (int i = 0; i < rows; i++) {
            matched[i] = flags != null && (flags[i] & 1) != 0;
            unknown[i] = flags != null && (flags[i] & 2) != 0;
        }
        findGroups(rows);
        row = 0;
        link = -1;
        phase = Phase.PAIRS;
    }

    private void findGroups(int rows) {
        Column[] keyColumns = new Column[layout.keyCount()];
        for (int k = 0; k < keyColumns.length; k++) {
            keyColumns[k] = batch.column(layout.leftKeys()[k]);
        }
        build.find(keyColumns, rows, groups);
        nullKeys = JoinBuild.nullKeys(layout, keyColumns, rows);
        for (int i = 0; nullKeys != null && i < rows; i++) {
            groups[i] = nullKeys[i] ? -1 : groups[i];
        }
    }

    /** Whether the batch is done with. */
    boolean done() {
        return phase == Phase.IDLE;
    }

    /** After a part that was not the last: what is known of each row of the batch, for the next part. */
    byte[] flags() {
        byte[] flags = new byte[batch.rowCount()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) ((matched[i] ? 1 : 0) | (unknown[i] ? 2 : 0));
        }
        return flags;
    }

    /** The next output, or {@code null} if there is none now: then either {@link #done}, or it is somebody else's turn. */
    Batch next() {
        for (int round = 0; round < ROUNDS_MAX && phase != Phase.IDLE; round++) {
            Batch output =
                    switch (phase) {
                        case PAIRS -> pairs();
                        case UNKNOWN -> unknownPairs();
                        case ROWS -> rows();
                        case IDLE -> null;
                    };
            if (output != null) {
                return output;
            }
        }
        return null;
    }

    private boolean emitsPairs() {
        return layout.type().emitsRightColumns();
    }

    private Batch pairs() {
        if (layout.keyOnly()) {
            markFound();
            endPairs();
            return null;
        }
        if (residual == null && build.unique() && firstPass && lastPass && emitsPairs()) {
            phase = Phase.IDLE;
            return uniquePairs();
        }
        int count = expand();
        if (count == 0) {
            endPairs();
            return null;
        }
        int kept = residual == null ? -1 : residual.select(batch, pairPositions, build, pairRows, count, selected);
        if (kept >= 0) {
            compact(kept);
            count = kept;
        }
        for (int i = 0; i < count; i++) {
            matched[pairPositions[i]] = true;
        }
        if (layout.tracksBuildMatches()) {
            for (int i = 0; i < count; i++) {
                build.markMatched(pairRows[i]);
            }
        }
        return count > 0 && emitsPairs() ? join(pairPositions, pairRows, count) : null;
    }

    private void markFound() {
        for (int i = 0; i < batch.rowCount(); i++) {
            matched[i] |= groups[i] >= 0;
        }
    }

    private void compact(int kept) {
        for (int i = 0; i < kept; i++) {
            pairPositions[i] = pairPositions[selected[i]];
            pairRows[i] = pairRows[selected[i]];
        }
    }

    /** The next pairs of rows with equal keys. Where one match is enough, rows that have one are passed over. */
    private int expand() {
        int rows = batch.rowCount();
        boolean oneIsEnough = !emitsPairs();
        int count = 0;
        while (row < rows && count < PAIRS) {
            int group = groups[row];
            if (group < 0 || oneIsEnough && matched[row]) {
                row++;
                link = -1;
                continue;
            }
            int end = build.chainEnd(group);
            link = link < 0 ? build.chainStart(group) : link;
            int taken = Math.min(end - link, PAIRS - count);
            for (int i = 0; i < taken; i++) {
                pairPositions[count] = row;
                pairRows[count++] = build.chainRow(link++);
            }
            if (link == end) {
                row++;
                link = -1;
            }
        }
        return count;
    }

    /** Every probe row has at most one match: the whole batch in one go. */
    private Batch uniquePairs() {
        int rows = batch.rowCount();
        if (layout.tracksBuildMatches()) {
            for (int i = 0; i < rows; i++) {
                if (groups[i] >= 0) {
                    build.markMatched(groups[i]);
                }
            }
        }
        if (layout.type() == JoinType.LEFT || layout.type() == JoinType.FULL) {
            return join(null, groups, rows);
        }
        int[] positions = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            groups[count] = groups[i];
            count += groups[i] >= 0 ? 1 : 0;
        }
        if (count == 0) {
            return null;
        }
        return join(count == rows ? null : positions, groups, count);
    }

    /** Probe rows beside build rows. @param positions {@code null}: all rows of the batch */
    private Batch join(int[] positions, int[] buildRows, int count) {
        Batch left = positions == null ? batch : batch.take(positions, 0, count);
        Iterator<Column> gathered =
                build.gather(gatheredPlaces, buildRows, count).iterator();
        List<Column> columns = new ArrayList<>(layout.left().size() + outputPlaces.length);
        columns.addAll(left.columns());
        for (int twin : leftTwins) {
            columns.add(twin < 0 ? gathered.next() : left.column(twin));
        }
        return new Batch(count, columns);
    }

    private void endPairs() {
        row = 0;
        link = 0;
        phase = unknownCondition != null ? Phase.UNKNOWN : lastPass ? Phase.ROWS : Phase.IDLE;
    }

    /** Pairs that may make IN unknown: rows with a NULL key meet all build rows, the others those with a NULL key; without keys, all meet all. */
    private Batch unknownPairs() {
        int count = 0;
        int rows = batch.rowCount();
        while (row < rows && count < PAIRS) {
            boolean all = layout.keyCount() == 0 || nullKeys != null && nullKeys[row];
            int end = all ? build.rows() : build.nullKeyRowCount();
            if (matched[row] || unknown[row] || link >= end) {
                row++;
                link = 0;
                continue;
            }
            pairPositions[count] = row;
            pairRows[count++] = all ? link : build.nullKeyRow(link);
            link++;
        }
        if (count == 0) {
            phase = lastPass ? Phase.ROWS : Phase.IDLE;
            return null;
        }
        int found = unknownCondition.select(batch, pairPositions, build, pairRows, count, selected);
        for (int i = 0; i < found; i++) {
            unknown[pairPositions[selected[i]]] = true;
        }
        return null;
    }

    /** What is emitted once for each probe row. */
    private Batch rows() {
        phase = Phase.IDLE;
        decideSimpleUnknown();
        return switch (layout.type()) {
            case INNER, RIGHT -> null;
            case LEFT, FULL -> {
                int[] none = new int[batch.rowCount()];
                Arrays.fill(none, -1);
                int[] positions = positions(false, false);
                yield positions.length == 0 ? null : join(positions, none, positions.length);
            }
            case SEMI -> take(positions(true, false));
            case ANTI -> take(positions(false, false));
            case NULL_AWARE_ANTI -> take(positions(false, true));
            case MARK -> mark();
        };
    }

    /** With a single key and no residual a NULL on either side makes IN unknown. */
    private void decideSimpleUnknown() {
        if (!layout.isNullAware() || unknownCondition != null || layout.keyCount() == 0 || layout.nullsEqual(0)) {
            return;
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            boolean probeNull = nullKeys != null && nullKeys[i];
            unknown[i] |= build.anyNullKey() || probeNull && build.anyRow();
        }
    }

    private int[] positions(boolean withMatch, boolean certainOnly) {
        int rows = batch.rowCount();
        int[] positions = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += matched[i] == withMatch && !(certainOnly && unknown[i]) ? 1 : 0;
        }
        return Arrays.copyOf(positions, count);
    }

    private Batch take(int[] positions) {
        if (positions.length == batch.rowCount()) {
            return batch;
        }
        return positions.length == 0 ? null : batch.take(positions, 0, positions.length);
    }

    private Batch mark() {
        int rows = batch.rowCount();
        byte[] marks = new byte[rows];
        boolean[] nulls = new boolean[rows];
        boolean anyNull = false;
        for (int i = 0; i < rows; i++) {
            marks[i] = (byte) (matched[i] ? 1 : 0);
            nulls[i] = !matched[i] && unknown[i];
            anyNull |= nulls[i];
        }
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.add(new ByteColumn(rows, marks, anyNull ? nulls : null));
        return new Batch(rows, columns);
    }

    /** Build rows without a match, beside NULLs. */
    Batch unmatched(int[] buildRows, int count) {
        List<Column> columns = new ArrayList<>(layout.left().size() + outputPlaces.length);
        layout.left().forEach(field -> columns.add(new ConstantColumn(count, LiteralColumns.nullValue(field.type()))));
        columns.addAll(build.gather(outputPlaces, buildRows, count));
        return new Batch(count, columns);
    }
}
