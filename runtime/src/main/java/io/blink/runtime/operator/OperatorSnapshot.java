package io.blink.runtime.operator;

import io.blink.runtime.control.CommittableMessage;
import io.blink.runtime.control.SplitState;
import java.util.List;

/** What an operator puts into a checkpoint. Made on the task's thread; {@link #write} runs on an I/O thread and may block. */
@FunctionalInterface
public interface OperatorSnapshot {
    /** Nothing to save. */
    OperatorSnapshot EMPTY = () -> Content.EMPTY;

    Content write() throws Exception;

    /**
     * @param keyedStateJson handle of the state module, or empty
     * @param stateBytes all state that the checkpoint refers to
     * @param writtenBytes what this checkpoint added
     */
    record Content(
            String keyedStateJson,
            List<SplitState> splits,
            List<CommittableMessage> committables,
            long stateBytes,
            long writtenBytes) {
        static final Content EMPTY = new Content("", List.of(), List.of(), 0, 0);

        public Content {
            splits = List.copyOf(splits);
            committables = List.copyOf(committables);
        }
    }
}
