package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

/**
 * Which rows around the current one an OVER call sees, as SQL:2011 (7.15) defines it. ROWS counts rows, RANGE compares the only order key with a value,
 * GROUPS counts groups of peers; CURRENT ROW means the row itself in ROWS and all its peers in the other two.
 */
public record WindowFrame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    /** The whole partition. */
    public static final WindowFrame WHOLE_PARTITION = new WindowFrame(
            Unit.ROWS,
            new Bound(BoundKind.UNBOUNDED_PRECEDING, 0, -1),
            new Bound(BoundKind.UNBOUNDED_FOLLOWING, 0, -1),
            Exclusion.NO_OTHERS);

    public WindowFrame {
        requireNonNull(unit, "unit");
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        requireNonNull(exclusion, "exclusion");
    }

    /** What an offset counts. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** Where a frame begins or ends. */
    public enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /** What is taken out of the frame again. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /**
     * One end of a frame.
     *
     * @param offset rows or groups of PRECEDING and FOLLOWING in ROWS and GROUPS, at least 0
     * @param edgeColumn in RANGE with PRECEDING or FOLLOWING: the input column that holds, for each row, its order key moved by the offset, of the key's
     *     type; NULL where the key is, whose frame ends are its peers then. Otherwise -1
     */
    public record Bound(BoundKind kind, long offset, int edgeColumn) {
        public Bound {
            requireNonNull(kind, "kind");
        }
    }
}
