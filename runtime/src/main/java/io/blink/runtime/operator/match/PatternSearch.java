package io.blink.runtime.operator.match;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.runtime.operator.match.PatternProgram.Instruction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Looks for the preferred match from one row on. A search that depends on rows to come stays open, and goes on where it stopped when they are there. Where no test depends on the way that led to a row, a place of the program that came to nothing at a row is not tried there again, so that a search
 * takes no more steps than rows times instructions; else their number is bounded, by an error.
 */
final class PatternSearch {
    private static final long STEPS_MAX = 50_000_000;

    /** What a search came to. */
    enum Outcome {
        FOUND,
        NONE,
        /** That depends on rows that are not here yet. */
        OPEN
    }

    private final PatternProgram program;
    private final RowTests tests;
    private final long withinMicros;
    private final List<RunningAggregate[]> running;
    /** All of them. */
    private final RunningAggregate[] continued;

    private final BitSet tried = new BitSet();
    private int[] places = new int[16];
    private int[] distances = new int[16];
    private int waiting;
    private int[] path = new int[16];
    private int end;
    private long steps;
    private boolean open;

    PatternSearch(PatternProgram program, RowTests tests, long withinMicros) {
        this.program = program;
        this.tests = tests;
        this.withinMicros = withinMicros;
        running = tests.runningAggregates();
        continued = running.stream()
                .flatMap(Arrays::stream)
                .filter(Objects::nonNull)
                .toArray(RunningAggregate[]::new);
    }

    /** Behind the last row that was found. */
    int end() {
        return end;
    }

    /** The variables of the rows that were found. */
    int[] variables(int start) {
        return Arrays.copyOf(path, end - start);
    }

    /**
     * Searches, or goes on with the search that is open.
     *
     * @param start of an open search the row from which it began, wherever that is now
     * @param count rows that can be tested; of an open search no fewer than before
     * @param nextTime no later row is before it; {@link Long#MAX_VALUE}: there is none
     */
    Outcome search(PartitionRows rows, int start, int count, long nextTime) {
        if (!open) {
            begin();
        }
        Outcome outcome = run(rows, start, count, nextTime);
        open = outcome == Outcome.OPEN;
        return outcome;
    }

    private void begin() {
        tried.clear();
        waiting = 0;
        steps = 0;
        push(0, 0);
    }

    private Outcome run(PartitionRows rows, int start, int count, long nextTime) {
        while (waiting > 0) {
            waiting--;
            int place = places[waiting];
            int row = start + distances[waiting];
            boolean going = true;
            while (going) {
                if (++steps > STEPS_MAX) {
                    throw tooManySteps();
                }
                if (tests.areIndependent() && isTried(place, row - start)) {
                    break;
                }
                Instruction instruction = program.at(place);
                switch (instruction.operation()) {
                    case JUMP -> place = instruction.a();
                    case FORK -> {
                        push(instruction.b(), row - start);
                        place = instruction.a();
                    }
                    case ROW -> {
                        if (row == count) {
                            if (!isOver(rows, start, nextTime)) {
                                leave(place, row - start);
                                return Outcome.OPEN;
                            }
                            going = false;
                        } else {
                            going = takes(instruction.a(), rows, row, start);
                            row++;
                            place++;
                        }
                    }
                    case END -> {
                        end = row;
                        return Outcome.FOUND;
                    }
                }
            }
        }
        return Outcome.NONE;
    }

    private boolean isTried(int place, int distance) {
        long bit = (long) distance * program.size() + place;
        if (bit > Integer.MAX_VALUE) {
            throw tooManySteps();
        }
        boolean before = tried.get((int) bit);
        tried.set((int) bit);
        return before;
    }

    private static BlinkException tooManySteps() {
        return new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "MATCH_RECOGNIZE: too many ways lead through the rows behind one; bound the match by WITHIN, or make definitions of variables exclude each other.");
    }

    /** Whether no further row can belong to a match from this one on. */
    private boolean isOver(PartitionRows rows, int start, long nextTime) {
        return nextTime == Long.MAX_VALUE || withinMicros >= 0 && nextTime - rows.time(start) >= withinMicros;
    }

    private boolean takes(int variable, PartitionRows rows, int row, int start) {
        if (withinMicros >= 0 && rows.time(row) - rows.time(start) >= withinMicros) {
            return false;
        }
        if (path.length <= row - start) {
            path = Arrays.copyOf(path, 2 * (row - start) + 2);
        }
        cut(row - start);
        boolean passes = tests.test(variable, row, start, path, running);
        path[row - start] = variable;
        return passes;
    }

    /** The way has other rows from that length on. */
    private void cut(int length) {
        for (RunningAggregate aggregate : continued) {
            aggregate.cut(length);
        }
    }

    /** Has the next step be this one, as if it had not been begun. */
    private void leave(int place, int distance) {
        if (tests.areIndependent()) {
            tried.clear(distance * program.size() + place);
        }
        push(place, distance);
    }

    private void push(int place, int distance) {
        if (waiting == places.length) {
            places = Arrays.copyOf(places, 2 * waiting);
            distances = Arrays.copyOf(distances, 2 * waiting);
        }
        places[waiting] = place;
        distances[waiting++] = distance;
    }

    /** Whether the search goes on with further rows. */
    boolean isOpen() {
        return open;
    }

    long bytes() {
        long bytes = tried.size() / Byte.SIZE + (long) (path.length + 2 * places.length) * Integer.BYTES;
        for (RunningAggregate aggregate : continued) {
            bytes += aggregate.bytes();
        }
        return bytes;
    }
}
