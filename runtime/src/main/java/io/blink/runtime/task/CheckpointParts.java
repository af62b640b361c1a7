package io.blink.runtime.task;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.Overtaken;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.scan.ScanSnapshot;
import io.blink.runtime.task.OvertakenRows.OfChannel;
import java.util.ArrayList;
import java.util.List;

/** What the operators of one task put into one checkpoint, gathered on the driver's thread and written, by {@link #write}, on an I/O thread. */
final class CheckpointParts {
    private record Part(ChainedOperator operator, OperatorSnapshot snapshot) {}

    private final long checkpointId;
    private final List<Part> parts = new ArrayList<>();
    private final List<OfChannel> overtaken = new ArrayList<>();
    private long syncNanos;
    private long lastCutNanos;
    private long alignmentNanos;

    CheckpointParts(long checkpointId) {
        this.checkpointId = checkpointId;
    }

    long checkpointId() {
        return checkpointId;
    }

    /** The operator's cut, taken now. */
    void take(ChainedOperator operator) {
        long before = System.nanoTime();
        parts.add(new Part(operator, operator.operator().snapshot(checkpointId)));
        lastCutNanos = System.nanoTime();
        syncNanos += lastCutNanos - before;
    }

    /** All parts are taken: measures how long the barriers had been coming in, and takes what they overtook. */
    void pass(List<TaskInput> inputs) {
        for (TaskInput input : inputs) {
            long began = input.gate().alignmentBegan(checkpointId).orElse(lastCutNanos);
            alignmentNanos = Math.max(alignmentNanos, lastCutNanos - began);
            addOvertaken(input, input.gate().overtaken(checkpointId));
        }
    }

    private void addOvertaken(TaskInput input, Overtaken all) {
        boolean none = all.rows().stream().allMatch(List::isEmpty);
        for (int channel = 0; channel < all.rows().size(); channel++) {
            List<Element.Rows> rows = all.rows().get(channel);
            // Where a watermark alone was overtaken one channel has it.
            if (!rows.isEmpty() || (none && channel == 0)) {
                overtaken.add(
                        new OfChannel(input.edgeId(), input.producers().get(channel), rows, all.watermarkMicros()));
            }
        }
    }

    boolean has(ChainedOperator operator) {
        return parts.stream().anyMatch(part -> part.operator() == operator);
    }

    /** Writes the parts; blocking. */
    CheckpointAcknowledged write(TaskAttemptId task, OvertakenRows overtakenRows) throws Exception {
        CheckpointAcknowledged.Builder acknowledgement =
                CheckpointAcknowledged.newBuilder().setTask(task).setCheckpointId(checkpointId);
        long stateBytes = 0;
        long writtenBytes = 0;
        for (Part part : parts) {
            OperatorSnapshot.Content content = part.snapshot().write();
            stateBytes += content.stateBytes();
            writtenBytes += content.writtenBytes();
            acknowledgement.addOperatorStates(state(part, content));
            if (!content.committables().isEmpty()) {
                acknowledgement.addCommittables(OperatorCommittables.newBuilder()
                        .setOperatorId(part.operator().node().id())
                        .addAllCommittables(content.committables()));
            }
        }
        return acknowledgement
                .addAllChannels(overtakenRows.write(checkpointId, overtaken))
                .setStateBytes(stateBytes)
                .setWrittenBytes(writtenBytes)
                .setSyncNanos(syncNanos)
                .setAlignmentNanos(alignmentNanos)
                .build();
    }

    private static OperatorState.Builder state(Part part, OperatorSnapshot.Content content) {
        OperatorState.Builder state = OperatorState.newBuilder()
                .setOperatorId(part.operator().node().id())
                .setStateId(part.operator().node().stateId())
                .setKeyedStateJson(content.keyedStateJson())
                .addAllSplits(content.splits())
                .setWatermarkMicros(part.operator().progress().getWatermarkMicros());
        if (part.snapshot() instanceof ScanSnapshot scan) {
            state.setAnsweredRequestId(scan.answeredRequestId());
        }
        return state;
    }
}
