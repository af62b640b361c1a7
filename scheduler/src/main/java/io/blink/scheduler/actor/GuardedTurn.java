package io.blink.scheduler.actor;

import java.util.function.Consumer;

/** A turn that hands whatever it throws to {@code onFailure}, so that the loop takes the next one. */
record GuardedTurn(Runnable turn, Consumer<Throwable> onFailure) implements Runnable {
    @Override
    public void run() {
        try {
            turn.run();
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }
}
