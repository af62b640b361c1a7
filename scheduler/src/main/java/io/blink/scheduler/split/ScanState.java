package io.blink.scheduler.split;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.spi.connector.Split;
import java.util.List;

/**
 * A stream's scan in a checkpoint, apart from the splits that its tasks are reading.
 *
 * @param enumerated whether there are no other splits
 * @param pending splits that no task has begun
 * @param seen ids of all splits ever found, if there may be more and the source finds them from the start again
 * @param position where the source goes on, {@code null}: at the start
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanState(int operatorId, boolean enumerated, List<Split> pending, List<String> seen, String position) {
    public ScanState {
        pending = List.copyOf(pending);
        seen = List.copyOf(seen);
    }

    /** The same of an operator of another plan. */
    public ScanState of(int otherOperatorId) {
        return new ScanState(otherOperatorId, enumerated, pending, seen, position);
    }
}
