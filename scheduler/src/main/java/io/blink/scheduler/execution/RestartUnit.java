package io.blink.scheduler.execution;

import io.blink.scheduler.actor.StateMachine;
import io.blink.scheduler.worker.SlotAddress;
import io.blink.scheduler.worker.SlotRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks that start, fail and restart together: all of a region, or one subtask of each vertex where rows never change the subtask inside the region.
 *
 * <pre>
 * WAITING -> RUNNING -> FINISHED -> WAITING (its output was lost or its input changed)
 *               |
 *               +-> STOPPING -> WAITING
 * </pre>
 */
public final class RestartUnit {
    /** Where a unit stands. */
    public enum State {
        /** Nothing of it runs; it waits for inputs, a back-off or slots. */
        WAITING,
        /** Its tasks are deployed and hold slots. */
        RUNNING,
        /** Something failed; its live attempts are being canceled and still hold slots. */
        STOPPING,
        /** All its tasks have finished; it holds no slots. */
        FINISHED
    }

    private static final Map<State, Set<State>> TRANSITIONS = Map.of(
            State.WAITING, EnumSet.of(State.RUNNING),
            State.RUNNING, EnumSet.of(State.FINISHED, State.STOPPING),
            State.STOPPING, EnumSet.of(State.WAITING),
            State.FINISHED, EnumSet.of(State.WAITING));

    private final List<Task> tasks;
    private final int slotsNeeded;
    private final StateMachine<State> state;
    private List<SlotAddress> slots = List.of();
    private SlotRequest request;
    private long notBeforeNanos;
    private boolean backingOff;

    RestartUnit(String name, List<Task> tasks, int slotsNeeded) {
        this.tasks = List.copyOf(tasks);
        this.slotsNeeded = slotsNeeded;
        this.state = new StateMachine<>(name, State.WAITING, TRANSITIONS);
    }

    /** A unit that finished under an earlier master. */
    void recoverFinished() {
        state.moveTo(State.RUNNING);
        state.moveTo(State.FINISHED);
    }

    public List<Task> tasks() {
        return tasks;
    }

    public int slotsNeeded() {
        return slotsNeeded;
    }

    public boolean is(State candidate) {
        return state.is(candidate);
    }

    public void moveTo(State next) {
        state.moveTo(next);
    }

    public boolean anyLive() {
        return tasks.stream().anyMatch(Task::live);
    }

    public boolean allFinished() {
        return tasks.stream().allMatch(Task::finished);
    }

    public List<SlotAddress> slots() {
        return slots;
    }

    /** @param held in order of subtask */
    public void slots(List<SlotAddress> held) {
        slots = new ArrayList<>(held);
    }

    /** Its waiting wish for slots, or {@code null}. */
    public SlotRequest request() {
        return request;
    }

    public void request(SlotRequest pending) {
        request = pending;
    }

    /** It does not start again before that time. */
    public void backOff(long untilNanos) {
        notBeforeNanos = untilNanos;
        backingOff = true;
    }

    public boolean mayStart(long nowNanos) {
        backingOff &= nowNanos - notBeforeNanos < 0;
        return !backingOff;
    }
}
