package io.blink.runtime.operator;

import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.runtime.control.CommittableMessage;
import io.blink.runtime.control.SplitState;
import java.util.List;
import java.util.Map;

/** What an operator puts into a checkpoint. Made on the task's thread; {@link #write} runs on an I/O thread and may block. */
@FunctionalInterface
public interface OperatorSnapshot {
    /** Nothing to save. */
    OperatorSnapshot EMPTY = () -> Content.EMPTY;

    Content write() throws Exception;

    /** The tables of an operator as they are now. @param attributes small values of the operator's own */
    static OperatorSnapshot of(KeyedStateStore store, Map<String, Long> attributes, long checkpointId) {
        StateSnapshot snapshot = store.snapshot(attributes);
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new Content(saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

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
