package io.blink.scheduler.actor;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A loop that knows when one of its turns throws. Such a turn has done half of what it should: what it left in memory holds no longer, and {@code onFailure}, in the
 * same turn, has to end whatever lives there. Later turns run: those that end it are among them.
 */
public final class GuardedLoop implements ActorLoop {
    private final ActorLoop loop;
    private final Consumer<Throwable> onFailure;

    public GuardedLoop(ActorLoop loop, Consumer<Throwable> onFailure) {
        this.loop = loop;
        this.onFailure = onFailure;
    }

    @Override
    public void execute(Runnable turn) {
        loop.execute(new GuardedTurn(turn, onFailure));
    }

    @Override
    public Timer schedule(Duration delay, Runnable turn) {
        return loop.schedule(delay, new GuardedTurn(turn, onFailure));
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return loop.currentTimeMillis();
    }
}
