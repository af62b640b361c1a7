package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import java.util.List;

/** What travels along an exchange, in one order: batches and the control events between them. Immutable, handed on by reference inside a process. */
public sealed interface Element {
    /** A batch, as columns or as a {@link BatchFrame}; each form is made from the other when first asked for. All consumers of a broadcast share one. */
    final class Rows implements Element {
        private Batch batch;
        private byte[] frame;

        public Rows(Batch batch) {
            this.batch = batch;
        }

        private Rows(byte[] frame) {
            this.frame = frame;
        }

        /** A batch that came in its wire form. */
        public static Rows ofFrame(byte[] frame) {
            return new Rows(frame);
        }

        /** Fails with {@code CORRUPT_FRAME} if the wire form is damaged. */
        public synchronized Batch batch() {
            if (batch == null) {
                batch = BatchFrame.decode(frame, 0, frame.length);
                frame = null;
            }
            return batch;
        }

        /** Heap that it holds, about. */
        public synchronized long bytes() {
            return frame == null ? batch.payloadBytes() : frame.length;
        }

        public synchronized byte[] frame() {
            if (frame == null) {
                frame = BatchFrame.encode(batch);
            }
            return frame;
        }
    }

    /** No row with a lower event time will follow, as far as the producer knows. Microseconds since 1970. */
    record Watermark(long micros) implements Element {}

    /** The producer has had no rows for so long that it no longer holds watermarks back; rows or a watermark end this. */
    record Idle() implements Element {
        static final Idle INSTANCE = new Idle();
    }

    /**
     * Everything before belongs to the checkpoint, everything after does not.
     *
     * @param stop whether sources emit nothing behind it, because the job is to end with the checkpoint
     * @param drain whether event time has ended ahead of it
     */
    record Barrier(long checkpointId, long timestampMillis, boolean stop, boolean drain) implements Element {
        /** Of a checkpoint behind which everything goes on. */
        public Barrier(long checkpointId, long timestampMillis) {
            this(checkpointId, timestampMillis, false, false);
        }
    }

    /** The rows that follow come from this split of a scan; rows may come from all that are {@code open}. Only within a task. */
    record Origin(int split, List<Integer> open) implements Element {}

    /** Nothing will follow. */
    record End() implements Element {
        static final End INSTANCE = new End();
    }

    static Element idle() {
        return Idle.INSTANCE;
    }

    static Element end() {
        return End.INSTANCE;
    }
}
