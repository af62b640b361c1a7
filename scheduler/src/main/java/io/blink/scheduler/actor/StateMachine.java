package io.blink.scheduler.actor;

import java.util.Map;
import java.util.Set;

/** A state that moves only along a table of transitions; any other move is a programmer's mistake and fails at once. */
public final class StateMachine<S extends Enum<S>> {
    private final String owner;
    private final Map<S, Set<S>> transitions;
    private S state;

    public StateMachine(String owner, S initial, Map<S, Set<S>> transitions) {
        this.owner = owner;
        this.state = initial;
        this.transitions = transitions;
    }

    public S get() {
        return state;
    }

    public boolean is(S candidate) {
        return state == candidate;
    }

    public void moveTo(S next) {
        if (!transitions.getOrDefault(state, Set.of()).contains(next)) {
            throw new IllegalStateException(owner + " cannot go from " + state + " to " + next);
        }
        state = next;
    }
}
