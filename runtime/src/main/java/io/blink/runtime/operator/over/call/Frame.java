package io.blink.runtime.operator.over.call;

import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.runtime.operator.over.page.CurrentPage;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Progress;

/**
 * The frames of the current page's rows: from where to where, and what is left of that when rows are excluded, as at most three ranges in order. Calls of equal frames share one. Within a partition
 * neither end of a frame ever moves back.
 */
public final class Frame {
    private static final int RANGES_MAX = 3;

    private final WindowFrame spec;
    private final OverRows rows;
    private final CurrentPage page;
    /** For ends that are given by values; {@code null} for others. */
    private final EdgeSearch startEdges;

    private final EdgeSearch endEdges;
    private long[] starts = new long[0];
    private long[] ends = new long[0];
    private final long[][] rangeStarts = new long[RANGES_MAX][];
    private final long[][] rangeEnds = new long[RANGES_MAX][];
    /** Rows whose start is known, and whose end is. */
    private int started;

    private int finished;

    /** @param key the only key of the order, of a RANGE frame with edges; else {@code null} */
    public Frame(WindowFrame spec, OverRows rows, SortKey key) {
        this.spec = spec;
        this.rows = rows;
        page = rows.current();
        startEdges =
                hasEdge(spec.start()) ? new EdgeSearch(rows, key, spec.start().edgeColumn(), false) : null;
        endEdges = hasEdge(spec.end()) ? new EdgeSearch(rows, key, spec.end().edgeColumn(), true) : null;
    }

    private boolean hasEdge(Bound bound) {
        return spec.unit() == Unit.RANGE
                && (bound.kind() == BoundKind.PRECEDING || bound.kind() == BoundKind.FOLLOWING);
    }

    /** How many ranges a row has at most. */
    public int rangeCount() {
        return switch (spec.exclusion()) {
            case NO_OTHERS -> 1;
            case CURRENT_ROW, GROUP -> 2;
            case TIES -> RANGES_MAX;
        };
    }

    /** Where range number {@code range} of each row starts; not after its end. */
    public long[] starts(int range) {
        return rangeStarts[range];
    }

    /** The row behind each range. */
    public long[] ends(int range) {
        return rangeEnds[range];
    }

    /** Whether frames begin where partitions do, and nothing is taken out of them. */
    public boolean grows() {
        return spec.start().kind() == BoundKind.UNBOUNDED_PRECEDING && spec.exclusion() == Exclusion.NO_OTHERS;
    }

    public void begin() {
        int count = page.rows();
        started = 0;
        finished = 0;
        if (starts.length < count) {
            starts = new long[count];
            ends = new long[count];
            for (int range = 0; range < rangeCount(); range++) {
                rangeStarts[range] = rangeCount() == 1 ? starts : new long[count];
                rangeEnds[range] = rangeCount() == 1 ? ends : new long[count];
            }
        }
        if (startEdges != null) {
            startEdges.begin();
        }
        if (endEdges != null) {
            endEdges.begin();
        }
    }

    public Progress advance() {
        Progress progress = advanceStarts();
        if (progress == Progress.DONE) {
            progress = advanceEnds();
        }
        if (progress == Progress.DONE && spec.exclusion() != Exclusion.NO_OTHERS) {
            if (spec.exclusion() != Exclusion.CURRENT_ROW && !page.peersEnded()) {
                return Progress.NEEDS_ROWS;
            }
            exclude();
        }
        return progress;
    }

    private Progress advanceStarts() {
        if (startEdges != null) {
            return startEdges.advance(starts, page.peerStarts());
        }
        while (started < page.rows()) {
            long start = start(started);
            if (start < 0) {
                return Progress.NEEDS_ROWS;
            }
            starts[started++] = start;
        }
        return Progress.DONE;
    }

    private Progress advanceEnds() {
        if (endEdges != null) {
            Progress progress = page.peersEnded() || !endEdges.hasNullEdges()
                    ? endEdges.advance(ends, page.peerEnds())
                    : Progress.NEEDS_ROWS;
            if (progress != Progress.DONE) {
                return progress;
            }
        }
        while (finished < page.rows()) {
            long end = endEdges != null ? ends[finished] : end(finished);
            if (end < 0) {
                return Progress.NEEDS_ROWS;
            }
            ends[finished] = Math.max(end, starts[finished]);
            finished++;
        }
        return Progress.DONE;
    }

    /** -1: not known yet. */
    private long start(int i) {
        long row = page.firstRow() + i;
        long partitionStart = page.partitionStarts()[i];
        long offset = spec.start().offset();
        return switch (spec.start().kind()) {
            case UNBOUNDED_PRECEDING -> partitionStart;
            case CURRENT_ROW -> spec.unit() == Unit.ROWS ? row : page.peerStarts()[i];
            case PRECEDING ->
                spec.unit() == Unit.ROWS
                        ? Math.max(partitionStart, row - Math.min(offset, row))
                        : groupAhead(i, offset);
            case FOLLOWING -> spec.unit() == Unit.ROWS ? rowBehind(i, offset) : groupBehind(i, offset);
            case UNBOUNDED_FOLLOWING -> throw new IllegalArgumentException("no frame starts at UNBOUNDED FOLLOWING");
        };
    }

    /** -1: not known yet. */
    private long end(int i) {
        long row = page.firstRow() + i;
        long partitionStart = page.partitionStarts()[i];
        long offset = spec.end().offset();
        return switch (spec.end().kind()) {
            case UNBOUNDED_FOLLOWING -> page.partitionEnds()[i];
            case CURRENT_ROW -> spec.unit() == Unit.ROWS ? row + 1 : page.peerEnds()[i];
            case PRECEDING ->
                spec.unit() == Unit.ROWS
                        ? Math.max(partitionStart, row + 1 - Math.min(offset, row + 1))
                        : offset == 0 ? page.peerEnds()[i] : endOfGroupAhead(i, offset);
            case FOLLOWING ->
                spec.unit() == Unit.ROWS
                        ? rowBehind(i, offset == Long.MAX_VALUE ? offset : offset + 1)
                        : groupBehind(i, offset == Long.MAX_VALUE ? offset : offset + 1);
            case UNBOUNDED_PRECEDING -> throw new IllegalArgumentException("no frame ends at UNBOUNDED PRECEDING");
        };
    }

    private long rowBehind(int i, long offset) {
        long row = page.firstRow() + i;
        long wanted = offset > Long.MAX_VALUE - row ? Long.MAX_VALUE : row + offset;
        long partitionEnd = page.partitionEnds()[i];
        if (partitionEnd >= 0) {
            return Math.min(wanted, partitionEnd);
        }
        return wanted <= rows.pages().known() ? wanted : -1;
    }

    private long groupAhead(int i, long offset) {
        long group = page.groups()[i];
        return offset >= group - page.firstGroups()[i]
                ? page.partitionStarts()[i]
                : rows.peers().select(group - offset);
    }

    private long endOfGroupAhead(int i, long offset) {
        long group = page.groups()[i];
        return offset > group - page.firstGroups()[i]
                ? page.partitionStarts()[i]
                : rows.peers().select(group - offset + 1);
    }

    private long groupBehind(int i, long offset) {
        long group = page.groups()[i];
        long partitionEnd = page.partitionEnds()[i];
        long start = offset > Long.MAX_VALUE - group ? -1 : rows.peers().select(group + offset);
        if (partitionEnd >= 0) {
            return start < 0 ? partitionEnd : Math.min(start, partitionEnd);
        }
        return start;
    }

    private void exclude() {
        for (int i = 0; i < page.rows(); i++) {
            long row = page.firstRow() + i;
            switch (spec.exclusion()) {
                case CURRENT_ROW -> cut(i, row, row + 1);
                case GROUP -> cut(i, page.peerStarts()[i], page.peerEnds()[i]);
                case TIES -> {
                    cut(i, page.peerStarts()[i], page.peerEnds()[i]);
                    rangeStarts[2][i] = rangeStarts[1][i];
                    rangeEnds[2][i] = rangeEnds[1][i];
                    boolean inside = row >= starts[i] && row < ends[i];
                    rangeStarts[1][i] = inside ? row : rangeEnds[0][i];
                    rangeEnds[1][i] = inside ? row + 1 : rangeEnds[0][i];
                }
                case NO_OTHERS -> throw new IllegalStateException("nothing to exclude");
            }
        }
    }

    /** Leaves what is ahead of {@code from} and what is behind {@code to}. */
    private void cut(int i, long from, long to) {
        rangeStarts[0][i] = starts[i];
        rangeEnds[0][i] = Math.max(starts[i], Math.min(ends[i], from));
        rangeStarts[1][i] = Math.min(ends[i], Math.max(starts[i], to));
        rangeEnds[1][i] = ends[i];
    }

    /** The first row of frames to come, unless they are of a later partition. */
    public long nextStart() {
        return Math.min(starts[page.rows() - 1], page.end());
    }

    /** The row behind the last frame. */
    public long lastEnd() {
        return ends[page.rows() - 1];
    }

    /** The first row whose value the search for edges may ask for later. */
    public long neededFrom() {
        return Math.min(
                startEdges == null ? Long.MAX_VALUE : startEdges.position(),
                endEdges == null ? Long.MAX_VALUE : endEdges.position());
    }
}
