package io.blink.scheduler.simulation;

import io.blink.scheduler.actor.ActorLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** A process: everything in it stands still while it is paused and is gone when it is killed. */
final class SimulatedProcess implements ActorLoop {
    private final String name;
    private final VirtualTime time;
    private final Random random;
    private final List<Runnable> held = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;

    SimulatedProcess(String name, VirtualTime time, Random random) {
        this.name = name;
        this.time = time;
        this.random = random;
    }

    String name() {
        return name;
    }

    boolean alive() {
        return alive;
    }

    boolean paused() {
        return paused;
    }

    boolean running() {
        return alive && !paused;
    }

    void kill() {
        alive = false;
        held.clear();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        List<Runnable> late = List.copyOf(held);
        held.clear();
        late.forEach(action -> time.after(0, () -> enter(action)));
    }

    /** Runs now, after the pause, or never. */
    void enter(Runnable action) {
        if (!alive) {
            return;
        }
        if (paused) {
            held.add(action);
        } else {
            action.run();
        }
    }

    @Override
    public void execute(Runnable turn) {
        time.after(0, () -> enter(turn));
    }

    @Override
    public Timer schedule(Duration delay, Runnable turn) {
        boolean[] canceled = new boolean[1];
        time.after(
                delay.toNanos(),
                () -> enter(() -> {
                    if (!canceled[0]) {
                        turn.run();
                    }
                }));
        return () -> canceled[0] = true;
    }

    /** I/O threads: work happens some time later, now and then much later, since waiting for a slow disk is where states meet that rarely meet. */
    Executor ioThreads() {
        return work -> {
            long most = random.nextInt(4) == 0 ? 400_000_000 : 4_000_000;
            time.after(random.nextLong(most), () -> enter(work));
        };
    }

    @Override
    public long nanoTime() {
        return time.nowNanos();
    }

    @Override
    public long currentTimeMillis() {
        return time.nowMillis();
    }
}
