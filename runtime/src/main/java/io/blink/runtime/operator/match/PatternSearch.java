package io.blink.runtime.operator.match;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.runtime.operator.match.PatternProgram.Instruction;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks for the preferred match from one row on. Where no test depends on the way that led to a row, a place of the program that came to nothing at a row is not tried there again, so that a search
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
    private final BitSet tried = new BitSet();
    private int[] places = new int[16];
    private int[] rows = new int[16];
    private int waiting;
    private int[] path = new int[16];
    private int end;

    PatternSearch(PatternProgram program, RowTests tests, long withinMicros) {
        this.program = program;
        this.tests = tests;
        this.withinMicros = withinMicros;
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
     * Searches.
     *
     * @param count rows that can be tested
     * @param times of the rows, if there is a bound of time
     * @param nextTime no later row is before it; {@link Long#MAX_VALUE}: there is none
     */
    Outcome search(int start, int count, long[] times, long nextTime) {
        tried.clear();
        waiting = 0;
        push(0, start);
        long steps = 0;
        while (waiting > 0) {
            waiting--;
            int place = places[waiting];
            int row = rows[waiting];
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
                        push(instruction.b(), row);
                        place = instruction.a();
                    }
                    case ROW -> {
                        if (row == count) {
                            if (!isOver(start, times, nextTime)) {
                                return Outcome.OPEN;
                            }
                            going = false;
                        } else {
                            going = takes(instruction.a(), row, start, times);
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
    private boolean isOver(int start, long[] times, long nextTime) {
        return nextTime == Long.MAX_VALUE || withinMicros >= 0 && nextTime - times[start] >= withinMicros;
    }

    private boolean takes(int variable, int row, int start, long[] times) {
        if (withinMicros >= 0 && times[row] - times[start] >= withinMicros) {
            return false;
        }
        if (path.length <= row - start) {
            path = Arrays.copyOf(path, 2 * (row - start) + 2);
        }
        boolean passes = tests.test(variable, row, start, path);
        path[row - start] = variable;
        return passes;
    }

    private void push(int place, int row) {
        if (waiting == places.length) {
            places = Arrays.copyOf(places, 2 * waiting);
            rows = Arrays.copyOf(rows, 2 * waiting);
        }
        places[waiting] = place;
        rows[waiting++] = row;
    }
}
