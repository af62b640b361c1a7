package io.blink.core.spi.connector;

/** The memory of a writer's task. Called by the thread that writes. */
public interface WriterMemory {
    /** As much as there is. */
    WriterMemory UNBOUNDED = new WriterMemory() {
        @Override
        public boolean tryHold(long bytes) {
            return true;
        }

        @Override
        public void hold(long bytes) {
            // Is there.
        }
    };

    /** States that the writer holds so many bytes of rows that are not in a file yet, and whether the task has them. If not, the writer writes out what it can and asks again. */
    boolean tryHold(long bytes);

    /** The same of a writer that has nothing more to write out: a little more than the task has is let pass, else it is an error that names the option to change. */
    void hold(long bytes);
}
