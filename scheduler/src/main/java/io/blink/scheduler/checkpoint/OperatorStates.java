package io.blink.scheduler.checkpoint;

import io.blink.core.spi.connector.Committable;
import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.CommittableMessage;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.SplitState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.OperatorStateRecord;
import io.blink.scheduler.checkpoint.CheckpointMetadata.OvertakenRecord;
import io.blink.scheduler.checkpoint.CheckpointMetadata.SplitPosition;
import io.blink.scheduler.split.SplitMessages;
import java.util.List;

/** States and committables as they are stored and as they are sent. */
public final class OperatorStates {
    private OperatorStates() {}

    static OperatorStateRecord toRecord(OperatorState state) {
        return new OperatorStateRecord(
                state.getOperatorId(),
                state.getStateId(),
                state.getKeyedStateJson(),
                state.getSplitsList().stream()
                        .map(split -> new SplitPosition(SplitMessages.toSplit(split.getSplit()), split.getPosition()))
                        .toList(),
                state.getWatermarkMicros());
    }

    static OperatorState toMessage(OperatorStateRecord state, String keyedState, List<SplitPosition> splits) {
        return OperatorState.newBuilder()
                .setOperatorId(state.operatorId())
                .setStateId(state.stateId())
                .setKeyedStateJson(keyedState)
                .addAllSplits(splits.stream()
                        .map(split -> SplitState.newBuilder()
                                .setSplit(SplitMessages.toMessage(split.split()))
                                .setPosition(split.position())
                                .build())
                        .toList())
                .setWatermarkMicros(state.watermarkMicros())
                .build();
    }

    static OvertakenRecord toRecord(ChannelState channel) {
        return new OvertakenRecord(
                channel.getEdgeId(),
                channel.getProducerSubtask(),
                channel.getFile(),
                channel.getOffset(),
                channel.getBytes(),
                channel.getWatermarkMicros());
    }

    static ChannelState toMessage(OvertakenRecord channel) {
        return ChannelState.newBuilder()
                .setEdgeId(channel.edgeId())
                .setProducerSubtask(channel.producer())
                .setFile(channel.file())
                .setOffset(channel.offset())
                .setBytes(channel.bytes())
                .setWatermarkMicros(channel.watermarkMicros())
                .build();
    }

    public static List<Committable> toCommittables(OperatorCommittables message) {
        return message.getCommittablesList().stream()
                .map(committable -> new Committable(committable.getJson(), committable.getRows()))
                .toList();
    }

    public static OperatorCommittables toMessage(int operatorId, List<Committable> committables) {
        return OperatorCommittables.newBuilder()
                .setOperatorId(operatorId)
                .addAllCommittables(committables.stream()
                        .map(committable -> CommittableMessage.newBuilder()
                                .setJson(committable.json())
                                .setRows(committable.rows())
                                .build())
                        .toList())
                .build();
    }
}
