package io.blink.scheduler.simulation;

import io.blink.runtime.control.Failure;
import io.blink.runtime.control.TaskAttemptId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What tasks of all workers see of each other. Connections between workers do not fail by themselves; they end with the process at the other end. */
final class DataPlane {
    private final VirtualTime time;
    private final Random random;
    private final Map<TaskAttemptId, SimulatedTask> tasks = new HashMap<>();
    private final Consumer<SimulatedTask> onSplits;
    private final IntFunction<Optional<Failure>> failures;
    private final BooleanSupplier declinesNow;

    /**
     * @param onSplits told when a task has got splits
     * @param failures what a task fails with by itself, asked at each of its steps with the number of steps it had
     * @param declinesNow whether a task cannot write its part of a checkpoint
     */
    DataPlane(
            VirtualTime time,
            Random random,
            Consumer<SimulatedTask> onSplits,
            IntFunction<Optional<Failure>> failures,
            BooleanSupplier declinesNow) {
        this.declinesNow = declinesNow;
        this.time = time;
        this.random = random;
        this.onSplits = onSplits;
        this.failures = failures;
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    Optional<Failure> failure(int steps) {
        return failures.apply(steps);
    }

    boolean declinesNow() {
        return declinesNow.getAsBoolean();
    }

    void add(SimulatedTask task) {
        tasks.put(task.id(), task);
        onSplits.accept(task);
    }

    void splitsChanged(SimulatedTask task) {
        onSplits.accept(task);
    }

    /** The task if its process can be reached: a paused one is there, but says nothing. */
    SimulatedTask find(TaskAttemptId id) {
        SimulatedTask task = tasks.get(id);
        return task == null || !task.worker().process().alive() ? null : task;
    }

    Iterable<SimulatedTask> tasks() {
        return tasks.values();
    }
}
