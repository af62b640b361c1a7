package io.blink.runtime.operator.scan;

import io.blink.runtime.control.SplitState;
import io.blink.runtime.operator.OperatorSnapshot;
import java.util.List;

/**
 * Where a scan stands.
 *
 * @param splits not read completely, each with its position
 * @param answeredRequestId the highest request whose answer is included
 */
public record ScanSnapshot(List<SplitState> splits, long answeredRequestId) implements OperatorSnapshot {
    public ScanSnapshot {
        splits = List.copyOf(splits);
    }

    @Override
    public Content write() {
        return new Content("", splits, List.of(), 0, 0);
    }
}
