package io.blink.runtime.operator.join.stream;

import java.util.Arrays;

/**
 * Keeps lists without holes while rows go and others come: a row that comes takes the place of one that goes; where more go, rows at the end of the list take the places of those that went
 * before it. A place is a list's number in the high half and a position, below 2^32, in the low one.
 */
final class Relocation {
    private final long[] first;
    private final long[] end;
    private final long[] holes;
    private final int[] nextHole;
    private final int[] holeEnd;
    private long[] from = new long[16];
    private long[] to = new long[16];
    private int moves;
    private long[] freed;
    private int freedCount;

    /** @param holes places of rows that go, ascending; {@code end} is brought up to date */
    Relocation(long[] first, long[] end, long[] holes) {
        this.first = first;
        this.end = end;
        this.holes = holes;
        this.freed = new long[holes.length];
        nextHole = new int[first.length];
        holeEnd = new int[first.length];
        for (int i = 0; i < holes.length; i++) {
            int group = group(holes[i]);
            nextHole[group] = holeEnd[group] == 0 ? i : nextHole[group];
            holeEnd[group] = i + 1;
        }
    }

    static long place(int group, long position) {
        return (long) group << 32 | position;
    }

    static int group(long place) {
        return (int) (place >>> 32);
    }

    static long position(long place) {
        return place & 0xFFFFFFFFL;
    }

    /** Gives each row that comes, whose position is -1, a place; then closes what is still open. */
    void place(long[] positions, int[] groupOf) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0) {
                int group = groupOf[i];
                positions[i] = nextHole[group] < holeEnd[group] ? position(holes[nextHole[group]++]) : end[group]++;
            }
        }
        for (int group = 0; group < holeEnd.length && holes.length > 0; group++) {
            close(group);
        }
    }

    private void close(int group) {
        int open = holeEnd[group] - nextHole[group];
        if (open <= 0) {
            return;
        }
        long newEnd = Math.max(first[group], end[group] - open);
        int hole = nextHole[group];
        int tailHole = firstFrom(group, newEnd);
        int inTail = tailHole;
        for (long position = newEnd; position < end[group]; position++) {
            if (inTail < holeEnd[group] && position(holes[inTail]) == position) {
                inTail++;
            } else if (hole < tailHole) {
                addMove(place(group, position), holes[hole++]);
            }
            free(place(group, position));
        }
        end[group] = newEnd;
    }

    private int firstFrom(int group, long position) {
        int found = Arrays.binarySearch(holes, nextHole[group], holeEnd[group], place(group, position));
        return found < 0 ? -found - 1 : found;
    }

    private void addMove(long source, long target) {
        if (moves == from.length) {
            from = Arrays.copyOf(from, moves * 2);
            to = Arrays.copyOf(to, moves * 2);
        }
        from[moves] = source;
        to[moves++] = target;
    }

    private void free(long place) {
        freed[freedCount++] = place;
    }

    int moves() {
        return moves;
    }

    int groupOfMove(int move) {
        return group(from[move]);
    }

    long from(int move) {
        return position(from[move]);
    }

    long to(int move) {
        return position(to[move]);
    }

    /** Places behind the new ends of their lists. */
    long[] freed() {
        return Arrays.copyOf(freed, freedCount);
    }
}
