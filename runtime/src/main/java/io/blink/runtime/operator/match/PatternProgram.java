package io.blink.runtime.operator.match;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.MatchPattern;
import java.util.ArrayList;
import java.util.List;

/** A pattern as a program for a backtracking machine (Thompson's construction with priorities, as regular expressions are run by Pike's). */
final class PatternProgram {
    /** Repetitions are written out. */
    private static final int INSTRUCTIONS_MAX = 1 << 16;

    /** What an instruction does. */
    enum Operation {
        /** Takes a row for variable {@code a}. */
        ROW,
        /** Goes on at {@code a}, or if that comes to nothing at {@code b}. */
        FORK,
        /** Goes on at {@code a}. */
        JUMP,
        END
    }

    record Instruction(Operation operation, int a, int b) {}

    private final List<Instruction> instructions = new ArrayList<>();

    PatternProgram(MatchPattern pattern) {
        add(pattern);
        emit(Operation.END, 0, 0);
    }

    Instruction at(int place) {
        return instructions.get(place);
    }

    int size() {
        return instructions.size();
    }

    private int emit(Operation operation, int a, int b) {
        if (instructions.size() == INSTRUCTIONS_MAX) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "MATCH_RECOGNIZE: the pattern is too long with its repetitions written out; use smaller numbers in {…}.");
        }
        instructions.add(new Instruction(operation, a, b));
        return instructions.size() - 1;
    }

    private void add(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Symbol symbol) {
            emit(Operation.ROW, symbol.variable(), 0);
        } else if (pattern instanceof MatchPattern.Sequence sequence) {
            sequence.parts().forEach(this::add);
        } else if (pattern instanceof MatchPattern.Choice choice) {
            add(choice);
        } else {
            add((MatchPattern.Repetition) pattern);
        }
    }

    private void add(MatchPattern.Choice choice) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i + 1 < choice.parts().size(); i++) {
            int fork = emit(Operation.FORK, 0, 0);
            add(choice.parts().get(i));
            ends.add(emit(Operation.JUMP, 0, 0));
            instructions.set(fork, new Instruction(Operation.FORK, fork + 1, size()));
        }
        add(choice.parts().get(choice.parts().size() - 1));
        ends.forEach(end -> instructions.set(end, new Instruction(Operation.JUMP, size(), 0)));
    }

    private void add(MatchPattern.Repetition repetition) {
        for (int i = 0; i < repetition.least(); i++) {
            add(repetition.part());
        }
        if (repetition.most() < 0) {
            int fork = emit(Operation.FORK, 0, 0);
            add(repetition.part());
            emit(Operation.JUMP, fork, 0);
            instructions.set(fork, fork(fork + 1, size(), repetition.reluctant()));
            return;
        }
        List<Integer> forks = new ArrayList<>();
        for (int i = repetition.least(); i < repetition.most(); i++) {
            forks.add(emit(Operation.FORK, 0, 0));
            add(repetition.part());
        }
        forks.forEach(fork -> instructions.set(fork, fork(fork + 1, size(), repetition.reluctant())));
    }

    private static Instruction fork(int part, int behind, boolean reluctant) {
        return reluctant
                ? new Instruction(Operation.FORK, behind, part)
                : new Instruction(Operation.FORK, part, behind);
    }
}
