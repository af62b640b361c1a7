package io.blink.core.spi.connector;

/** Worker: the readers of one task, which may share what a task needs once, as a connection. What they share goes with the last of them that is closed. */
@FunctionalInterface
public interface SplitReaders {
    /** A reader of one split. Blocks; any thread, several at once. */
    SplitReader open(ReaderContext context);
}
