package io.blink.runtime.task;

/** Something that worker threads run in turns. */
interface Cooperative {
    /** What a turn ended with. */
    enum Turn {
        /** There is more to do at once. */
        AGAIN,
        /** Nothing to do until woken. */
        WAITING,
        /** Never to be run again. */
        ENDED
    }

    /** Works until about {@code deadlineNanos} ({@link System#nanoTime}), without blocking. Never throws. */
    Turn run(long deadlineNanos);

    /** What is being run, for messages about turns that take too long; may be called on any thread. */
    String activity();
}
